/** The manual is whole: a page for everything, every option in its page, eighty columns, references that lead somewhere. */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { table } from '../../src/kernel/syscalls.ts';
import { shelf } from '../../src/library.ts';
import { fileOf, type Page, pages } from '../../src/manual/index.ts';
import { programText } from '../../src/manual/program-page.ts';
import { programs } from '../../src/programs/index.ts';
import { layOut } from '../../src/programs/lib/man-layout.ts';
import { readPage } from '../../src/programs/lib/man-roff.ts';
import { builtinNamed, builtinNames } from '../../src/shell/builtins/index.ts';

const WIDTH = 80;
const all = pages();
const byFile = new Map(all.map((page) => [fileOf(page), page]));

/** A page's requests; where it is only another's name, those. */
function sourceOf(page: Page): string {
  const source = page.source();
  const other = /^\.so man.\/(\S+)\n$/.exec(source)?.[1];
  const target = other === undefined ? undefined : byFile.get(other);
  return target ? target.source() : source;
}

const shown = (page: Page): string => layOut(readPage(sourceOf(page)), { columns: WIDTH, styled: false });
const texts = new Map(all.map((page) => [fileOf(page), shown(page)]));
const textOf = (file: string): string => texts.get(file) ?? '';

/** The lines of a section, without the margin. */
const section = (text: string, title: string): string[] => {
  const lines = text.split('\n');
  const from = lines.indexOf(title);
  if (from < 0) return [];
  const length = lines.slice(from + 1).findIndex((line) => /^\S/.test(line));
  return lines.slice(from + 1, from + 1 + length);
};

/** What the page's examples would have somebody type. */
const examples = (page: Page): string[] =>
  section(textOf(fileOf(page)), 'EXAMPLES').flatMap((line) => /^ +\$ (.*)$/.exec(line)?.[1] ?? []);

const CALL_HEADINGS = ['NAME', 'SYNOPSIS', 'DESCRIPTION', 'SEE ALSO'];
const PROGRAM_HEADINGS = [...CALL_HEADINGS, 'EXIT STATUS', 'EXAMPLES', 'DIFFERENCES'];
const BUILTIN_HEADINGS = ['NAME', 'SYNOPSIS', 'EXAMPLES', 'SEE ALSO'];
const headingsMissing = (file: string, headings: readonly string[]): string[] =>
  headings.filter((heading) => !textOf(file).includes(`\n${heading}\n`)).map((heading) => `${file}: ${heading}`);

describe('what has a page', () => {
  it('every program has, with text of its own', () => {
    const names = Object.keys(programs);
    expect(names.filter((name) => programText(name) === undefined)).toEqual([]);
    expect(names.flatMap((name) => headingsMissing(`${name}.1`, PROGRAM_HEADINGS))).toEqual([]);
  });

  it('every builtin has, and help knows it', () => {
    expect(builtinNames().filter((name) => !shelf('help').has(name) || !shelf('builtins').has(name))).toEqual([]);
    expect(builtinNames().flatMap((name) => headingsMissing(`${name}.1bash`, BUILTIN_HEADINGS))).toEqual([]);
  });

  it('every system call has', () => {
    const names = Object.keys(table);
    expect(names.filter((name) => !shelf('calls').has(name))).toEqual([]);
    expect(names.flatMap((name) => headingsMissing(`${name}.2`, CALL_HEADINGS))).toEqual([]);
  });

  it('nothing is written for what does not exist', () => {
    const files = ['files', 'text', 'processes', 'system', 'ipc'].flatMap((file) => [...shelf(file).keys()]);
    expect(files.filter((name) => !Object.hasOwn(programs, name))).toEqual([]);
    expect([...shelf('calls').keys()].filter((name) => !byFile.has(`${name}.2`))).toEqual([]);
    expect([...shelf('overviews').keys()].filter((file) => !byFile.has(file))).toEqual([]);
  });
});

describe('what pages say', () => {
  it('every option of a program', async () => {
    for (const [name, fetch] of Object.entries(programs)) {
      const options = section(textOf(`${name}.1`), 'OPTIONS').join('\n');
      for (const { short, long } of (await fetch()).options) {
        if (short !== undefined) expect(options, name).toContain(`-${short}`);
        if (long !== undefined) expect(options, name).toContain(`--${long}`);
      }
    }
  });

  it('every option in the synopsis of a builtin', () => {
    const missing = builtinNames().flatMap((name) => {
      const usage = builtinNamed(name)?.usage ?? '';
      const letters = [...usage.matchAll(/\[-([A-Za-z]+)/g)].flatMap(([, some = '']) => [...some]);
      const described = shelf('help').get(name) ?? '';
      return letters
        .filter((letter) => !new RegExp(`-${letter}\\b|same as`).test(described))
        .map((one) => `${name} -${one}`);
    });
    expect(missing.filter((one) => !/^(complete|compgen) /.test(one))).toEqual([]);
  });

  it('fits eighty columns', () => {
    const tooWide = [...texts].flatMap(([file, text]) =>
      text.split('\n').flatMap((line) => (line.length > WIDTH ? [`${file}: ${line}`] : [])),
    );
    expect(tooWide).toEqual([]);
    const help = [...shelf('help')].flatMap(([name, text]) =>
      text.split('\n').flatMap((line) => (line.length > WIDTH - 5 ? [`${name}: ${line}`] : [])),
    );
    expect(help).toEqual([]);
  });

  it('refers only to pages that exist', () => {
    const dead = [...texts].flatMap(([file, text]) =>
      section(text, 'SEE ALSO')
        .flatMap((line) => [...line.matchAll(/([^\s,]+)\((\w+)\)/g)])
        .filter(([, name, number]) => !byFile.has(`${name}.${number}`))
        .map(([reference]) => `${file} → ${reference}`),
    );
    expect(dead).toEqual([]);
  });
});

describe('examples run', () => {
  for (const page of all) {
    const commands = examples(page);
    if (commands.length === 0) continue;
    it.concurrent(fileOf(page), async () => {
      const { status, stderr } = await runScript({ script: commands.join('\n') });
      const complaints = stderr.split('\n').filter((line) => !/^(\[\d+\].*)?$/.test(line)); // jobs tell of themselves
      expect({ status, complaints }).toEqual({ status: 0, complaints: [] });
    });
  }
});
