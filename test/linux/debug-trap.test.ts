/** The DEBUG and RETURN traps, BASH_COMMAND, and who inherits them: functrace, errtrace, extdebug. */
import { sameAsLinux } from './same.ts';

const SHOW = 'trap \'echo "D $LINENO [$BASH_COMMAND]"\' DEBUG\n';

sameAsLinux('the DEBUG trap', {
  'simple commands': `${SHOW}x=1\ny=2 true a "$x"\necho hi > /dev/null\nfalse || echo or\n! false\ntime -p true 2> /dev/null\n{ echo brace; }\n(echo sub)\necho $(echo cs)`,
  assignments: `${SHOW}export a=1 b\narr=(1 "2 3")\ndeclare -a c=(x)\necho \${arr[1]}`,
  loops: `${SHOW}for i in 1 2; do\n  echo $i\ndone\nn=0\nwhile ((n++ < 2)); do :; done\nset -- p\nfor x; do :; done`,
  'arithmetic for': `${SHOW}n=2\nfor ((i=0; i<n ;i++)); do :; done\ni=0\nfor ((;;)); do ((++i > 1)) && break; done`,
  'case, select, if': `${SHOW}x=1\ncase $x in\n1) echo one;;\nesac\n[[ $x == 1 ]]\nif true; then echo t; fi\nselect z in a b; do break; done <<< 1 2> /dev/null`,
  functions: `${SHOW}f() {\n  echo f\n}\nf 1 2\nset -T\nf\nset +T\ndeclare -ft f\nf\ndeclare -F`,
  pipelines: `${SHOW}echo a | cat\nf() { echo f; }\nf | cat > /dev/null\n{ echo in; } | cat > /dev/null`,
  background: `${SHOW}true &\nwait\n{ echo a; } &\nwait`,
  'inherited by subshells': `set -T\n${SHOW}(echo a; echo b)\nx=$(echo c; echo d)\necho "$x"\ntrap - DEBUG`,
  'eval and dot': `echo 'echo sourced' > s\n${SHOW}eval 'echo a; echo b'\n. ./s\nset -T\n. ./s`,
  'other traps': `${SHOW}trap 'echo "E $LINENO [$BASH_COMMAND]"' ERR\nfalse\ntrap - DEBUG\n(trap 'echo "X [$BASH_COMMAND]"' EXIT; exit 3)`,
  'a function sets it': `f() { trap 'echo "D $BASH_COMMAND"' DEBUG; echo f; g; }\ng() { echo g; }\nf\necho after\ntrap`,
  'hidden in functions': `${SHOW}f() { trap; echo f; }\nf\ntrap -p DEBUG`,
  '$? and PIPESTATUS': `trap 'true | false' DEBUG\nfalse | true\necho \${PIPESTATUS[@]}\nfalse\necho $?`,
  'here-documents': `${SHOW}cat << X\ndoc\nX\necho end`,
});

sameAsLinux('extdebug', {
  'a command is passed over': `shopt -s extdebug\ntrap '[[ $BASH_COMMAND != *skip* ]]' DEBUG\necho skip; echo $?\necho do\nskip() { echo body; }\nskip; echo $?\n[[ skip ]]; echo $?\ncase skip in *) echo c;; esac\nfor ((skip=0;skip<2;skip++)); do echo n; done\necho skip | cat\nx=skip; echo "[$x]"`,
  'one turn of a loop': `shopt -s extdebug\ntrap 'test $((++n)) -ne 3' DEBUG\nfor i in 1 2 3; do echo $i; done`,
  'forced return': `shopt -s extdebug\nf() { echo 1; echo stop; echo 3; }\ntrap 'case $BASH_COMMAND in *stop*) (exit 2);; esac' DEBUG\nf\necho $?`,
  'functions and options': 'f() { :; }\nshopt -s extdebug\ndeclare -F f\necho $-\nshopt -u extdebug\necho $-',
});

sameAsLinux('the RETURN trap', {
  'functions and files': `echo 'echo s; return 4' > s\ntrap 'echo "R $LINENO [$BASH_COMMAND] $?"' RETURN\nf() { echo f; return 3; }\nf\n. ./s\nset -T\nf\ng() {\n  f\n  false\n}\ng\necho $?`,
  'set inside': `trap 'echo outer' RETURN\nh() { trap 'echo inner' RETURN; echo h; k; }\nk() { :; }\nh\ntrap`,
  'with DEBUG': `set -T\ntrap 'echo "R [$BASH_COMMAND]"' RETURN\n${SHOW}g() { return 3; }\ng\necho $?`,
  subshells: `set -T\ntrap 'echo R' RETURN\nf() { :; }\n(f)\nx=$(f)\necho "$x"`,
});

sameAsLinux('the ERR trap is inherited with errtrace', {
  functions: `trap 'echo E' ERR\nf() { false; echo f; false; }\nf\nset -E\nf\n(false)\nx=$(false; true)\necho "$x"\nset +E\ng() { trap 'echo E2' ERR; false; }\ng\nfalse`,
});
