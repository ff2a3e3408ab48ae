/** column without -t: a list in as many columns as a line holds, set off by tabs. Authority: column(1) of util-linux 2.38.1. */

const TAB = 8;

const nextTab = (at: number): number => at - (at % TAB) + TAB;

/** Tabs from `at` to the column that ends at `end`. */
const tabsTo = (at: number, end: number): { text: string; at: number } => {
  let text = '';
  let here = at;
  while (nextTab(here) <= end) {
    here = nextTab(here);
    text += '\t';
  }
  return { text, at: here };
};

const fillColumns = (entries: readonly string[], width: number, columns: number): string => {
  const rows = Math.ceil(entries.length / columns);
  let out = '';
  for (let row = 0; row < rows; row += 1) {
    let at = 0;
    let end = width;
    for (let index = row; index < entries.length; ) {
      const entry = entries[index] ?? '';
      out += entry;
      at += entry.length;
      index += rows;
      if (index >= entries.length) break;
      const tabs = tabsTo(at, end);
      out += tabs.text;
      at = tabs.at;
      end += width;
    }
    out += '\n';
  }
  return out;
};

const fillRows = (entries: readonly string[], width: number, columns: number): string => {
  let out = '';
  let at = 0;
  let end = width;
  for (const [index, entry] of entries.entries()) {
    out += entry;
    at += entry.length;
    if (index === entries.length - 1) break;
    if ((index + 1) % columns === 0) {
      out += '\n';
      at = 0;
      end = width;
      continue;
    }
    const tabs = tabsTo(at, end);
    out += tabs.text;
    at = tabs.at;
    end += width;
  }
  return at > 0 ? `${out}\n` : out;
};

export const filled = (entries: readonly string[], lineWidth: number, rows: boolean): string => {
  if (entries.length === 0) return '';
  const longest = entries.reduce((most, entry) => Math.max(most, entry.length), 0);
  if (longest >= lineWidth) return entries.map((entry) => `${entry}\n`).join('');
  const width = nextTab(longest);
  const columns = Math.max(1, Math.floor(lineWidth / width));
  return rows ? fillRows(entries, width, columns) : fillColumns(entries, width, columns);
};
