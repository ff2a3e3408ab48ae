/** `npm run syscalls`: writes docs/syscalls.md. */
import { writeFileSync } from 'node:fs';
import { syscallsText } from './syscalls-text.ts';

writeFileSync('docs/syscalls.md', syscallsText());
