/** `^A`, `M-^A`, `^?`: a byte as cat -v and cmp -b show it. Authority: cat(1). */

export const visibleByte = (byte: number): string => {
  if (byte >= 128) return `M-${visibleByte(byte - 128)}`;
  if (byte === 127) return '^?';
  return byte < 32 ? `^${String.fromCharCode(byte + 64)}` : String.fromCharCode(byte);
};
