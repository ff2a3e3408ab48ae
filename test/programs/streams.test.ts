/** What programs say and answer when standard streams are closed, full or broken, in bash here and there. */
import { sameAsLinux } from '../linux/same.ts';

sameAsLinux(
  'streams that fail',
  {
    'closed output':
      'for c in "/bin/echo x" "cat f" "ls" "seq 3" "head -1 f" "tail -1 f" "wc f" "sort f" "uniq f" "cut -c1 f" "grep x f" "/usr/bin/printf x" "pwd -P" "id" "date" "tac f" "nl f" "env" "true" "sleep 0" "basename x" "readlink l" "stat -c %n f" "whoami" "uname" "rev f" "tee"; do echo x > f; ln -sf f l; echo "$c:"; $c >&- < f; echo "= $?"; done 2>&1',
    'a full device':
      'for c in "/bin/echo x" "cat f" "ls" "seq 3" "seq 10000" "seq 0 .5 10000" "head -1 f" "tail -1 f" "wc f" "sort f" "uniq f" "cut -c1 f" "grep x f" "/usr/bin/printf x" "id" "date" "tac f" "nl f" "env" "true" "basename x" "readlink l" "stat -c %n f" "yes" "rev f" "tr x y" "tee" "cat -n f" "ps"; do echo x > f; ln -sf f l; echo "$c:"; $c > /dev/full < f; echo "= $?"; done 2>&1',
    'closed input':
      'for c in cat wc "head -1" "tail -1" sort uniq "cut -c1" "grep x" tac nl "tr a b" tee rev; do echo "$c:"; $c <&-; echo "= $?"; done 2>&1',
    'a broken pipe, ignored':
      "trap '' PIPE; for c in yes 'seq 100000' 'cat /dev/zero' 'tr 0 1' 'head -c 1000000 /dev/zero' 'tail -c +1 /dev/zero' 'seq 0 .5 100000'; do echo \"$c:\"; { $c < /dev/zero; echo \"= $?\" >&2; } 2>&1 >&3 | cat >&2; done 3> >(head -c1 > /dev/null; sleep 0.1)",
    'a broken pipe':
      'for c in yes "seq 100000" "cat /dev/zero" "seq 0 .5 100000" "grep -a . /dev/urandom"; do $c 2>&1 | head -c 1 > /dev/null; echo ${PIPESTATUS[@]}; done',
    'a file that is also the output':
      'echo x > f; cat f >> f; echo $?; cat < f > f; echo $?; wc -c < f; echo x > g; grep x g >> g; echo $?',
  },
  { stderr: true },
);

sameAsLinux('how much is read', {
  'head gives back what it read too much': 'seq 10 > f; { head -3; cat; } < f',
  'head -c reads no more': 'seq 10 > f; { head -c 4; cat; } < f',
  'grep -m too': 'seq 10 > f; { grep -m1 3; cat; } < f',
  'from a pipe it cannot': 'seq 10 | { head -3; cat; }',
  'read takes a line': 'seq 5 | { read a; echo $a; cat; }',
  'tail of a pipe': 'seq 100000 | tail -2; seq 100000 | tail -c 5',
  'yes and head': 'yes | head -3; yes a b | head -2',
  'wc of much': 'seq 300000 | wc; head -c 1000000 /dev/zero | wc -c',
});
