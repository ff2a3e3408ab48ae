import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { syscallsText } from '../../scripts/syscalls-text.ts';

it('docs/syscalls.md is what the table says (npm run syscalls)', () => {
  expect(readFileSync(new URL('../../docs/syscalls.md', import.meta.url), 'utf8')).toBe(syscallsText());
});
