/** How often a byte stands in a block. */
export function countByte(bytes: Uint8Array, byte: number): number {
  let n = 0;
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i] === byte) n += 1;
  return n;
}
