/**
 * The order in which bash walks an associative array: by bucket of its hash table, in a bucket the newest first.
 * Scripts see it in ${!a[@]} and `declare -p`. Authority: bash's hashlib.c.
 */
import { encode } from '../../bytes.ts';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const BUCKETS = 1024;
/** Those of the tables behind `hash` and `alias`. */
export const COMMAND_BUCKETS = 256;
export const ALIAS_BUCKETS = 64;
const GROWTH = 4;

/** FNV-1 over the bytes, which C takes as signed. */
function hash(key: string): number {
  let value = FNV_OFFSET;
  for (const byte of encode(key)) value = Math.imul(value, FNV_PRIME) ^ (byte > 127 ? byte - 256 : byte);
  return value >>> 0;
}

export function hashOrder(keys: readonly (number | string)[], first = BUCKETS): string[] {
  let buckets = first;
  while (keys.length > buckets * 2) buckets *= GROWTH;
  return keys
    .map((key, index) => ({ key: String(key), index, bucket: hash(String(key)) & (buckets - 1) }))
    .sort((a, b) => a.bucket - b.bucket || b.index - a.index)
    .map(({ key }) => key);
}
