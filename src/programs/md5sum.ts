/** md5sum: computes and checks MD5 digests. Authority: md5sum(1), RFC 1321. */

import { checksum } from './lib/checksum.ts';
import { md5 } from './lib/md5.ts';

export const md5sum = checksum({
  name: 'md5sum',
  title: 'MD5',
  digits: 32,
  bits: 128,
  authority: 'RFC 1321',
  digest: md5,
});
