/** Pipelines, their statuses, SIGPIPE, and what processes do with the descriptors they inherit. */
import { sameAsLinux } from './same.ts';

sameAsLinux('pipelines', {
  'a line goes through': 'echo hello | cat',
  'three stages': 'seq 20 | grep 1 | wc -l',
  'the last status counts': 'false | true; echo $?; true | false; echo $?',
  'PIPESTATUS has them all': 'true | false | true; echo ${PIPESTATUS[@]}; echo ${PIPESTATUS[@]}',
  'pipefail takes the rightmost failure': 'set -o pipefail; (exit 3) | (exit 4) | true; echo $?; true | true; echo $?',
  'not of a pipeline': '! true | false; echo $?; ! false; echo $?',
  'stages run at the same time': '{ sleep 0.2; echo slow; } | { echo quick; cat; }',
  'a stage is a subshell': 'x=1; echo 2 | read x; echo $x; echo 3 | { read x; echo $x; }; echo $x',
  'a pipeline in a loop': 'for i in 1 2 3; do echo $i | cat; done | wc -l',
  'a loop that reads a pipeline': 'seq 5 | while read n; do echo $((n * n)); done',
  'read takes no more than its line': 'printf "a\\nb\\nc\\n" | { read x; echo first $x; cat; }',
  'standard error into the pipe': '{ echo out; echo err >&2; } 2>&1 | grep err',
  'both by |&': '{ echo out; echo err >&2; } |& wc -l',
  'a pipeline over lines': 'seq 3 |\n  cat |\n\n  wc -l',
  'an empty reader': 'echo gone | true; echo $?',
  'a big thing counted': 'seq 100000 | wc -c',
  'head ends seq': 'seq 1000000 | head -3 | tail -1',
  'tee in the middle': 'seq 3 | tee copy | tail -1; cat copy',
  'bytes are kept': "printf '\\001\\377\\000x' | wc -c",
  'cat of itself and a file': 'echo file > f; echo pipe | cat f - f',
});

sameAsLinux(
  'SIGPIPE',
  {
    'yes dies of it': 'yes | head -1; echo ${PIPESTATUS[@]}',
    'so does a builtin in a loop': 'while :; do echo y; done | head -1; echo ${PIPESTATUS[@]}',
    'through a cat': 'yes | cat | head -1; echo ${PIPESTATUS[@]}',
    'ignored, yes complains': "(trap '' PIPE; yes | head -1; echo ${PIPESTATUS[@]})",
    'ignored, seq complains': "(trap '' PIPE; seq 1000000 | head -1; echo ${PIPESTATUS[@]})",
    'ignored, cat complains': "(trap '' PIPE; yes | cat | head -1; echo ${PIPESTATUS[@]})",
    'a group that writes twice': '{ sleep 0.2; echo a; echo b >&2; } | true; echo ${PIPESTATUS[@]}',
    'a trap of it runs': "{ trap 'echo caught >&2' PIPE; sleep 0.2; echo x; echo y; } 2>&1 >&3 3>&- | true; echo done",
    'a status of a subshell': '(sleep 0.1; yes) | head -1; echo ${PIPESTATUS[@]}',
  },
  { stderr: false },
);

sameAsLinux(
  'SIGPIPE that is ignored, and what is said of it',
  {
    'by yes': "(trap '' PIPE; yes | head -1 > /dev/null; echo ${PIPESTATUS[@]})",
    'by seq': "(trap '' PIPE; seq 1000000 | head -1 > /dev/null; echo ${PIPESTATUS[@]})",
    'by cat': "(trap '' PIPE; (yes 2> /dev/null) | cat | head -1 > /dev/null; echo ${PIPESTATUS[@]})",
    'by the builtin echo': "(trap '' PIPE; { sleep 0.2; echo x; echo $? >&2; } | true; echo ${PIPESTATUS[@]})",
  },
  { stderr: true },
);

sameAsLinux(
  'who holds the pipe open',
  {
    'a background writer': '{ { sleep 0.2; echo late; } & } | cat; echo ended',
    'a subshell that keeps it': '(sleep 0.2 & echo now) | cat; echo ended',
    'not if it is redirected': '(sleep 5 > /dev/null 2>&1 & echo now) | cat; echo ended',
    'a descriptor saved elsewhere': '{ exec 3>&1; (sleep 0.2; echo third >&3) & exec 3>&-; } | cat',
    'a reader that leaves others': 'seq 5 | { head -1 > /dev/null; echo rest; }',
    'standard input for both': 'printf "1\\n2\\n" | { read a; read b; echo $b $a; }',
    'from a script’s own input': 'read x; echo got $x; cat',
  },
  { stdin: 'one\ntwo\nthree\n' },
);
