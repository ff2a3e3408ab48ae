/** column -r: which line stands under which, and the branches in front of them. Authority: column(1), print.c of libsmartcols. */

export interface TreeNode<Row> {
  readonly row: Row;
  readonly children: TreeNode<Row>[];
}

export interface Branches {
  readonly vertical: string;
  readonly branch: string;
  readonly last: string;
}

export const ASCII_BRANCHES: Branches = { vertical: '| ', branch: '|-', last: '`-' };
export const UNICODE_BRANCHES: Branches = { vertical: '│ ', branch: '├─', last: '└─' };

/** Every line takes those that name it as their parent, if that makes no circle. The answer are the lines without one. */
export const treeOf = <Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  parentOf: (row: Row) => string,
): TreeNode<Row>[] => {
  const nodes = rows.map((row): TreeNode<Row> => ({ row, children: [] }));
  const above = new Map<TreeNode<Row>, TreeNode<Row>>();
  const isBelow = (node: TreeNode<Row>, other: TreeNode<Row>): boolean => {
    for (let at = above.get(node); at; at = above.get(at)) if (at === other) return true;
    return false;
  };
  for (const node of nodes) {
    for (const child of nodes) {
      if (child === node || isBelow(node, child) || parentOf(child.row) !== idOf(node.row)) continue;
      const before = above.get(child);
      before?.children.splice(before.children.indexOf(child), 1);
      above.set(child, node);
      node.children.push(child);
    }
  }
  return nodes.filter((node) => !above.has(node));
};

/** All lines from the roots down, each with what stands in front of it. */
export const drawnTree = <Row>(roots: readonly TreeNode<Row>[], branches: Branches): { row: Row; prefix: string }[] => {
  const below = (nodes: readonly TreeNode<Row>[], indent: string): { row: Row; prefix: string }[] =>
    nodes.flatMap(({ row, children }, at) => {
      const last = at === nodes.length - 1;
      const inner = indent + (last ? '  ' : branches.vertical);
      return [{ row, prefix: indent + (last ? branches.last : branches.branch) }, ...below(children, inner)];
    });
  return roots.flatMap(({ row, children }) => [{ row, prefix: '' }, ...below(children, '')]);
};
