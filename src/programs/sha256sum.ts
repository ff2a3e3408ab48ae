/** sha256sum: computes and checks SHA-256 digests. Authority: sha256sum(1), FIPS 180-4. */

import { checksum } from './lib/checksum.ts';
import { sha256 } from './lib/sha256.ts';

export const sha256sum = checksum({
  name: 'sha256sum',
  title: 'SHA256',
  digits: 64,
  bits: 256,
  authority: 'FIPS-180-2',
  digest: sha256,
});
