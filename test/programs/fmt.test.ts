/** fmt, compared with the host's coreutils 9.1. */
import { describe } from 'vitest';
import { sameAsTool } from './harness.ts';

const sentence =
  'The quick (brown) fox jumps over the lazy dog.  It was "not" amused! Was it?  Perhaps; perhaps not, said Mr. Smith. ';

const files = {
  plain: `${sentence.repeat(3)}\n${sentence}\n\nshort\nlines\nhere\n`,
  indented: `   ${sentence}\n   ${sentence}\nnot indented ${sentence}\n\n\t${sentence}\n`,
  tagged: `1. ${sentence}\n   ${sentence}\n   more\n2. ${sentence}\n`,
  code: `# ${sentence}\n# ${sentence}\nx = 1\n#   ${sentence}\n#\n# end\n`,
  tabs: `\ta\tb   c\n\td\n${sentence}\te\n`,
  letters: 'a\n'.repeat(300),
  unended: 'no newline at the end',
  empty: '',
  blanks: '\n\n  \n a\n\n',
};

describe('fmt', () => {
  sameAsTool(
    [
      ...Object.keys(files).flatMap((name) => [`fmt ${name}`, `fmt -w 40 ${name}`, `fmt -s -w 30 ${name}`]),
      'fmt -20 plain',
      'fmt -u plain',
      'fmt -u tabs',
      'fmt -c indented',
      'fmt -c tagged',
      'fmt -t tagged',
      'fmt -t plain',
      "fmt -p '#' code",
      "fmt -p '# ' -w 40 code",
      'fmt -g 30 plain',
      'fmt -g 30 -w 50 plain',
      'fmt -w 1 plain',
      'fmt',
      'fmt nofile plain',
      'fmt -w x plain',
      'fmt -w 9999 plain',
      'fmt -q plain',
    ],
    { files, stdin: 'in1\nin2\n' },
  );
});
