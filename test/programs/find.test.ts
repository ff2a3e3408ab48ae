/** find, compared with the host's. Directory order is the file system's own affair: lines are sorted. */
import { describe, expect, test } from 'vitest';
import { isFailure } from '../../src/kernel/errno.ts';
import { onKernel, type Result, runProgram, runReal, type Setup, sameAsTool, words } from './harness.ts';

const files = {
  f: 'hello\n',
  empty: '',
  'Big.txt': 'x'.repeat(5000),
  'd/': '',
  'd2/b/c': 'c',
  'd2/b/deep.txt': 'deep\n',
  'd2/.hidden': 'h',
  'l -> f': '',
  'dl -> d2': '',
  'broken -> nowhere': '',
};

const sorted = (result: Result): Result => ({ ...result, stdout: result.stdout.split('\n').sort().join('\n') });

const sameSorted = (lines: readonly string[], setup: Setup = { files }): void => {
  test.each(lines)('%s', async (line) => {
    const argv = words(line);
    expect(sorted(runProgram(argv, setup))).toEqual(sorted(await runReal(argv, setup)));
  });
};

describe('what find finds', () => {
  sameSorted([
    'find',
    'find .',
    'find d2 f',
    'find d2/',
    'find nofile d2',
    "find ''",
    "find . -name '*.txt'",
    "find . -iname 'big*'",
    "find . -name '.*'",
    "find . -name '[fl]'",
    "find . -name 'd?'",
    'find d2/ -name d2',
    'find . -type f',
    'find . -type d',
    'find . -type l',
    'find . -type f,l',
    'find -L . -type f',
    'find -L . -type l',
    'find -H dl -type f',
    'find dl',
    'find dl/',
    'find . -xtype l',
    'find . -xtype f',
    'find . -empty',
    'find . -size +1k -type f',
    'find . -size 10 -type f',
    'find . -size -2 -type f',
    'find . -size 5000c',
    'find . -size +4k',
    'find . -size 0',
    "find . -path './d2/*'",
    "find . -path '*b*' -type f",
    "find . -ipath '*BIG*'",
    "find . -wholename './f'",
    "find . -lname 'no*'",
    "find . -regex '.*/[a-z]'",
    "find . -regex '.*\\(txt\\|hidden\\)'",
    "find . -regextype posix-extended -regex '.*(txt|hidden)'",
    "find . -regextype egrep -iregex '.*BIG.*'",
    'find . -maxdepth 1',
    'find . -maxdepth 0',
    'find . -mindepth 2',
    'find . -mindepth 1 -maxdepth 1 -type d',
    'find . -newer nofile',
    'find . -user root -name f',
    'find . -user 0 -name f',
    'find . -user 12345',
    'find . -group root -name f',
    'find . -uid 0 -name f',
    'find . -uid +0',
    'find . -nouser',
    'find . -links 1 -type f',
    'find . -mtime 0 -type f',
    'find . -mtime +0',
    'find . -mtime -1 -name f',
    'find . -mmin -5 -name f',
    'find . -mmin +5',
    'find . -newermt 2000-01-01 -name f',
    "find . -newermt '2000-01-01 10:00' -name f",
    'find . -perm 644 -type f',
    'find . -perm -u=rw -type f',
    'find . -perm /111 -type d',
    'find . -perm -o+w -type f',
    'find . -perm 0',
    'find . -samefile f',
    'find . -true -name f',
    'find . -false',
    'find . -readable -name f',
    'find . -executable -type d',
    'find . ! -type f',
    'find . -not -type f',
    'find . -type f -o -type d',
    'find . -name f -o -name l -print',
    'find . ( -name f -o -name l ) -print',
    'find . -name f -a -type f',
    'find . -type f -print , -type d -print',
    'find . -name b -prune',
    'find . -name b -prune -o -print',
    'find . -path ./d2 -prune -o -type f -print',
    'find . -depth',
    'find . -quit',
    'find . -name f -quit',
    'find . -name f -print -quit',
    'find . -name f -print -print',
    'find -O2 . -name f',
    'find -- . -name f',
    'find . -name f -fprint out',
    'find . -daystart -mtime 0 -name f',
  ]);
});

describe('what find does', () => {
  sameSorted([
    'find . -type f -exec echo x {} y ;',
    'find . -type f -exec echo x{}y{} ;',
    'find . -name f -exec cat {} ;',
    'find . -name f -exec false ; -print',
    'find . -name f -exec true ; -print',
    'find . -name f -exec echo {} +',
    'find . -name f -exec false {} +',
    'find . -name f -exec nocmd {} ;',
    'find . -name f -exec nocmd {} +',
    'find . -name deep.txt -execdir echo {} ;',
    'find . -name f -ok echo {} ;',
    'find . -type f -delete',
    'find . -name d -delete',
    'find . -name d2 -delete',
    'find . -name f -delete -print',
    'find d2 -delete',
    'find . -delete',
    "find . -printf '%p\\n'",
    "find . -printf '%f %h %P %H %d\\n'",
    "find . -type f -printf '%s %m %M %u %g %U %G %n %y\\n'",
    "find . -printf '%y %Y %l\\n'",
    "find . -type f -printf '%10s|%-10f|%5.2f|%05m|%#m\\n'",
    "find . -maxdepth 0 -printf 'a\\tb\\\\c\\101\\n%%\\n'",
    "find . -maxdepth 0 -printf '%q %z\\n'",
    "find . -maxdepth 0 -printf '%'",
    "find . -maxdepth 0 -printf 'a\\qb\\n'",
    "find . -maxdepth 0 -printf 'ab\\cde\\n'",
  ]);
  sameAsTool(['find f -ok echo {} ;', 'find f empty -ok rm {} ;'], { files, stdin: 'y\nn\n' });
  sameAsTool(['find f -print0', "find f l -printf '%f '", 'find f l -fprint0 /dev/stderr'], { files });
});

describe('mistakes', () => {
  sameAsTool(
    [
      'find . -foo',
      'find -X',
      'find . -name',
      'find . -type',
      'find . -type x',
      'find . -type ff',
      'find . -type f,',
      'find . -type f,f',
      "find . -type ''",
      'find . -size',
      'find . -size 1x',
      'find . -size abc',
      'find . -mtime x',
      'find . -mmin 5x',
      'find . -links x',
      'find . (',
      'find . ( -name x',
      'find . ( )',
      'find . -name f )',
      'find . -o',
      'find . -a -name x',
      'find . -name x -o',
      'find . -name x -a',
      'find . -name x -a -o -name y',
      'find . !',
      'find . -not',
      'find . -exec echo',
      'find . -exec ;',
      'find . -exec echo {} {} +',
      'find . -exec echo a{} +',
      'find . -ok echo {} +',
      'find . -maxdepth',
      'find . -maxdepth x',
      'find . -maxdepth -1',
      'find . -perm',
      'find . -perm 999',
      'find . -perm +111',
      'find . -perm /x',
      'find . -user nobodyx',
      "find . -user ''",
      'find . -group nog',
      'find . -uid x',
      'find . -newermt blah',
      'find . -newerXY f',
      'find . -samefile nof',
      'find . -regextype foo -regex x',
      'find . -printf',
      'find . -name f foo',
      'find . -name f l',
      'find . -name f -size +0 l',
      'find . -prune -delete',
      'find . -path x/',
      'find nofile',
    ],
    { files },
  );
});

test('-ls shows a fifo as ls -dils does', () => {
  let made = -1;
  onKernel(function* (sys) {
    const answer = yield* sys.mknod('/tmp/p', 0o010644);
    made = isFailure(answer) ? 1 : 0;
  });
  expect(made).toBe(0);
  const { stdout } = runProgram(['find', 'f', '-ls'], { files });
  expect(stdout).toMatch(/^ +\d+ +\d+ -rw-r--r-- {3}1 root {5}root {12}6 \w{3} [ \d]\d [\d:]{5} f\n$/);
});
