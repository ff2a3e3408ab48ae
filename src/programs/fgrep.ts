/** fgrep: on a Debian a script of two lines that becomes `grep -F`. Authority: grep(1). */

import { grepScript } from './lib/grep-script.ts';

export const fgrep = grepScript('fgrep', '-F', 'print lines that contain strings');
