/** Completion: what `complete`, `compgen` and `compopt` lay down, and what Tab makes of it on the screen. */
import { sameSessions } from '../support/same-session.ts';
import { sameAsLinux } from './same.ts';

sameAsLinux(
  'programmable completion',
  {
    'complete lists what was laid down': `complete -W "one two" foo; complete -F _f -o nospace bar
complete -A file -X '*.o' -P pre -S suf baz; complete -p; complete; complete -r foo; complete -p foo; echo $?
complete -D -W x; complete -E -A command; complete -I -F g; complete -p; complete -p -D
complete -A zzz x; complete -o zzz x; complete -q; complete -W x; echo $?; complete -r; complete`,
    'compgen -W': `compgen -W "apple banana 'c d' \\$HOME" a; compgen -W "x y" q; echo $?; compgen -W 'a:b c' ""
IFS=:; compgen -W 'a:b c' ""; v='p q'; compgen -W '$v'; compgen -W '*'`,
    'compgen -A of names': `compgen -A builtin e; compgen -k w; compgen -v HO; compgen -A signal SIGU; compgen -A shopt comp
compgen -A setopt em; compgen -A user ro; compgen -A function; f() { :; }; compgen -A function; alias zz=1; compgen -a z
compgen -A arrayvar BASH_V; compgen -A disabled; enable -n echo; compgen -A disabled; compgen -A enabled e; compgen -e HOM
compgen -A zzz; compgen -q; compgen; compgen -A stopped; compgen -A hostname local | sort -u`,
    'compgen of files': `touch alpha.txt beta.txt; mkdir dir; compgen -f | sort; compgen -d; compgen -G '*.txt' | sort
compgen -f al; compgen -o dirnames zz; compgen -o plusdirs -W dd d; compgen -f dir/; compgen -f -X '*.txt'; compgen -f ./a`,
    'compgen -F, -C, -P, -S and -X': `_f() { COMPREPLY=($1 "$2" "x$COMP_CWORD"); }; compgen -F _f a; compgen -C 'echo hi;echo ho #' h
compgen -P '<' -S '>' -W 'a b'; compgen -X 'a*' -W 'ab cd'; compgen -X '!a*' -W 'ab cd'; compgen -X '&*' -W 'ab cd' a; compgen -F nosuch a`,
    compopt: `complete -F _f -o nospace bar; compopt -o nosort; compopt -o nosort bar; complete -p bar; compopt +o nospace bar
complete -p bar; compopt bar; compopt nosuch; compopt -o zzz bar; compopt -x`,
  },
  { stderr: true },
);

sameSessions('completion', {
  'words, alone and several': [
    "complete -W 'alpha beta bravo' foo\r",
    'foo a\t',
    'b\t',
    'r\t\t',
    '\x15',
    'foo b\t',
    '\t',
    '\x03',
  ],
  'a function sees the line': [
    'f() { COMPREPLY=("$1" "$2" "$3" "$COMP_CWORD" "$COMP_POINT" "$COMP_LINE" "$COMP_TYPE" "$COMP_KEY" "${COMP_WORDS[*]}"); }\r',
    'complete -F f foo\r',
    '\x0c',
    'foo --x=1 ab\t',
    '\t',
    '\x15echo hi; foo "a b" \t\t',
    '\x03',
  ],
  FIGNORE: [
    'touch one.c one.o two.o other.x o.o; mkdir three.o; FIGNORE=.o:.x\r',
    'ls one\t',
    '\x15ls o\t',
    '\x15ls tw\t',
    '\x15shopt -u force_fignore\r',
    'ls tw\t',
    '\x15ls t\t\t',
    '\x03',
  ],
  'options of a specification': [
    'mkdir adir; touch afile\r',
    'complete -o filenames -o nospace -W "adir afile other" foo\r',
    'foo ad\t',
    '\x15foo o\t',
    '\x15foo \t\t',
    '\x15complete -o default -W "" bar\r',
    'bar af\t',
    '\x15complete -o nosort -W "c b a" baz\r',
    'baz \t\t',
    '\x03',
  ],
  'compopt in a function, and another look': [
    'f() { compopt -o nospace; COMPREPLY=(only=); }; complete -F f foo\r',
    'foo \t',
    '\x15g() { complete -W "found" bar; return 124; }; complete -D -F g\r',
    'bar \t',
    '\x03',
  ],
  'commands, variables, users, files': [
    'mkdir w; cd w; touch one.txt one.c "with space"; mkdir sub\r',
    'ec\t',
    '\x15unali\t',
    '\x15echo $HOM\t',
    '\x15echo ${HOM\t',
    '\x15cat one\t\t',
    '\x15cat w\t',
    '\x15cat "w\t',
    '\x15cd su\t',
    '\x15cd \t\t',
    '\x15./su\t',
    '\x15ls ~roo\t',
    '\x15if unali\t',
    '\x15then unali\t',
    '\x15x=1 unali\t',
    '\x15sudo unali\t',
    '\x15echo a | unali\t',
    '\x15(unali\t',
    '\x15echo unali\t',
    '\x03',
  ],
  'special completions': [
    'touch unalix\r',
    'echo unali\x1b!',
    '\x15unali\x1b/',
    '\x15HOM\x1b$',
    '\x15roo\x1b~',
    '\x15cat un\x1b*',
    '\x15cat u\x1b?',
    '\x03',
  ],
});
