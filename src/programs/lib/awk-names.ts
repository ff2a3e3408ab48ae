/** awk's own variables. Their places among the globals are their indices here. Authority: mawk(1). */

export const SPECIAL = [
  'NF',
  'NR',
  'FNR',
  'FS',
  'RS',
  'OFS',
  'ORS',
  'SUBSEP',
  'CONVFMT',
  'OFMT',
  'RSTART',
  'RLENGTH',
  'FILENAME',
  'ENVIRON',
  'ARGC',
  'ARGV',
] as const;

export type SpecialName = (typeof SPECIAL)[number];

const SLOTS = Object.fromEntries(SPECIAL.map((name, slot) => [name, slot])) as Readonly<Record<SpecialName, number>>;

export const slotOf = (name: SpecialName): number => SLOTS[name];
