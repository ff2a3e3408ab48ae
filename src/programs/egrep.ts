/** egrep: on a Debian a script of two lines that becomes `grep -E`. Authority: grep(1). */

import { grepScript } from './lib/grep-script.ts';

export const egrep = grepScript('egrep', '-E', 'print lines that match extended regular expressions');
