/** Control: errexit, traps, jobs in scripts, descriptors, syntax errors, aliases, time, select, coproc, builtins about commands. */
import { sameAsLinux } from './same.ts';

const { raw } = String;

sameAsLinux(
  'set -e',
  {
    'where it does not hold': raw`set -e; false || echo a; if false; then :; fi; ! true; while false; do :; done; false && true; echo b; f() { false; echo in f; }; f || echo c; f && echo d; { false; echo e; } || :; f; echo no`,
    'the last of a list': raw`set -e; true && false; echo no`,
    'in a substitution': raw`set -e; x=$(false; echo y); echo "[$x]"; local_() { local v=$(false); echo local; }; local_; x=$(exit 3); echo no`,
    inherit_errexit: raw`set -e; shopt -s inherit_errexit; echo $(false; echo y); x=$(false; echo y); echo no`,
    'in a pipeline': raw`set -e; false | true; echo a; set -o pipefail; false | true; echo no`,
    'in a subshell': raw`set -e; (false; echo no) || echo a; (false; echo no); echo no`,
    'with an EXIT trap': raw`set -e; trap 'echo status $?' EXIT; (exit 7); echo no`,
    'with an ERR trap': raw`trap 'echo "err $? line $LINENO"' ERR; false; (exit 3); false || :; f() { false; }; f; set -E; f; ! true; if false; then :; fi; echo end`,
    'arithmetic and tests': raw`set -e; ((1)); [[ a ]]; let x=1; (( x-- )) || :; ((0)); echo no`,
    'of a function in a condition': raw`set -e; g() { set -e; false; echo on; }; if g; then echo yes; fi; g; echo no`,
    'reset inside': raw`set -e; { set +e; false; echo a; set -e; }; false; echo no`,
  },
  { stderr: true },
);

sameAsLinux(
  'traps and signals',
  {
    'EXIT in subshells and functions': raw`trap 'echo bye' EXIT; (echo sub); (trap 'echo sub bye' EXIT; echo sub2); f() { trap 'echo from f' EXIT; }; f; exit 3`,
    'exit within a trap': raw`trap 'exit 9' EXIT; exit 3`,
    listing: raw`trap 'echo "it'\''s"' INT TERM; trap '' HUP; trap; trap -p INT; trap - INT; trap -p INT; trap -l | head -1 | cut -c1-20; trap x NOSIG; echo $?; trap 2; trap -z; echo $?`,
    'its status and $?': raw`trap 'echo got $?; false' USR1; (exit 4); kill -USR1 $$; echo $?; true; kill -USR1 $$; echo $?`,
    'in a function and wait': raw`f() { echo caught; }; trap f USR1; (sleep 0.2; kill -USR1 $$; sleep 0.3) & wait; echo $?; wait; echo $?`,
    'a child killed': raw`{ bash -c 'kill -9 $$'; echo $?; bash -c 'kill -TERM $$'; echo $?; sh -c 'kill -SEGV $$'; echo $?; } 2>&1 | sed 's/: *[0-9]* /: N /2'`,
    'subshells reset': raw`trap 'echo parent' USR1; (trap; kill -USR1 $BASHPID; echo no); echo $?; trap '' USR2; (kill -USR2 $BASHPID; echo survived)`,
    'kill spellings': raw`kill -l 15 KILL 130; kill -s; echo $?; kill -99 $$; echo $?; kill abc; echo $?; kill -0 $$; echo $?; kill %5; echo $?; kill; echo $?`,
  },
  { stderr: true },
);

sameAsLinux(
  'jobs in scripts',
  {
    'wait of some kinds': raw`(exit 3) & a=$!; (exit 4) & b=$!; wait $a; echo $?; wait $b; echo $?; wait $a; echo $?; wait; echo $?; wait 99999; echo $?; wait x; echo $?; wait %1; echo $?`,
    'wait -n -p': raw`(sleep 0.3; exit 5) & (sleep 0.1; exit 6) & p=$!; wait -n -p who; echo $? $((who == p)); wait -n; echo $?; wait -n; echo $?; sleep 0.1 & wait -f $!; echo $?`,
    'set -m': raw`set -m; sleep 0.2 & jobs; jobs -l | grep -c Running; fg %1; echo $?; sleep 5 & kill %1; wait %1; echo $?; bg; echo $?; sleep 0.1 & disown; jobs; fg; echo $?`,
    'set -m and stop': raw`set -m; sleep 3 & sleep 0.1; kill -STOP %1; sleep 0.2; jobs; kill -CONT %1; sleep 0.2; jobs; kill %1; wait %1 2> /dev/null; echo $?`,
    'jobs and disown': raw`sleep 1 & sleep 1 & jobs; jobs -r | wc -l; jobs -p | wc -l; disown %1; jobs; disown -a; jobs; disown %9; echo $?`,
    '$! and $$': raw`[ "$(echo $$)" = $$ ]; echo $?; (echo $BASHPID) | grep -vc "^$$\$"; true & [ -n "$!" ]; echo $?; true | true & wait $!; echo $?`,
    coproc: raw`coproc C { while read l; do echo "<$l>"; done; }; echo hi >&${'${C[1]}'}; read x <&${'${C[0]}'}; echo $x; kill $C_PID; wait $C_PID; coproc cat; echo y >&${'${COPROC[1]}'}; read -u ${'${COPROC[0]}'} z; echo $z; kill $COPROC_PID`,
    'process substitution': raw`cat <(echo a) <(echo b); diff <(printf '1\n2\n') <(printf '1\n3\n'); echo $?; echo x > >(sed s/x/y/); sleep 0.2; while read l; do n=$((n+1)); done < <(seq 3); echo $n; echo <(:) | sed 's/[0-9]*$//'`,
    lastpipe: raw`echo a | read x; echo "[$x]"; shopt -s lastpipe; echo a | read x; echo "[$x]"; seq 3 | while read n; do s=$((s+n)); done; echo $s; true | exit 3 | true; echo ${'${PIPESTATUS[@]}'}; echo | exit 5`,
    time: raw`TIMEFORMAT='%P'; { time :; } 2>&1 | wc -l; TIMEFORMAT='x %% y'; time :; TIMEFORMAT=; time :; TIMEFORMAT='%0R'; time sleep 0.01; ! time :; echo $?; { time -p true; } 2>&1 | cut -d' ' -f1`,
    'background in odd places': raw`f() { echo f; } ; f & wait; { echo g; } & wait; (echo h) & wait; for i in 1; do echo i; done & wait; sleep 0.1 & echo after; wait; if true; then echo j & fi; wait`,
    select: raw`printf '2\n9\n\n1\n' | { select x in a 'b c' d; do echo "[$x][$REPLY]"; [ "$x" = a ] && break; done; }; select y in; do echo no; done < /dev/null; echo $?; PS3='? '; select z in p q; do echo $z; done <<< 1; echo $?`,
  },
  { stderr: true },
);

sameAsLinux(
  'descriptors and here-documents',
  {
    numbers: raw`exec 3> f; echo a >&3; exec 3>&-; echo b >&3; echo $?; cat f; exec 4< f; read x <&4; echo $x; exec {n}> g; echo $((n > 9)); echo c >&$n; exec {n}>&-; cat g; echo d 5>&1 >&5; { echo err >&2; } 2>&1`,
    'moving and swapping': raw`{ echo out; echo err >&2; } 3>&1 1>&2 2>&3 | sed 's/^/p /'; exec 6<&0; exec 0<&6-; echo x > f 2>&1; cat < f >&2; echo y &> f; echo z &>> f; cat f; echo w >| f; set -C; echo q > f; echo $?; echo r >| f; cat f`,
    'bad ones': raw`echo a > /no/such; echo $?; echo b < /no/such; echo $?; echo c >&9; echo $?; echo d >&x y; ls; cat < .; echo $?; > /; echo $?; x=; echo e > $x; echo $?; y='a b'; echo f > $y; echo $?; exec 9< /no/such; echo no`,
    'of compound commands': raw`for i in 1 2; do echo $i; done > f; while read l; do echo "<$l>"; done < f; { cat; } < f; if true; then cat; fi < f; f() { cat; echo done; } < f; f; (cat) 0< f; case x in x) cat;; esac < f`,
    'here-documents': raw`x=v; cat << A; cat << 'B'; cat <<- C; cat << "D E"
a $x $(echo sub) \$x \
joined
A
b $x
B
		tabs $x
	C
quoted $x
D E
cat << A | tr a-z A-Z && echo after
piped
A
cat << E
\\ \a "q" 'r' ${'${x:-"d"}'} $((1+2))
E`,
    'in odd places': raw`f() { cat << E
in f $1
E
}; f 1; f 2; for i in a b; do cat << E; done
loop $i
E
x=$(cat << E
sub
E
); echo $x; if cat << E; then echo ok; fi
cond
E
cat << E - << F
one
E
two
F
cat <<< "here $x" <<< second; while read a; do echo "r $a"; done << E
l1
l2
E
cat 3<<E <&3
three
E`,
    'without an end': 'cat << E\nabc\ndef',
    exec: raw`(exec echo replaced; echo no); (exec -a name bash -c 'echo $0'); (exec nosuch; echo no); echo $?; (exec /; echo no); echo $?; exec > f; echo hidden; exec >&2; cat f`,
    'closed standard ones': raw`echo a >&-; echo $?; cat <&-; echo $?; (exec 1>&-; echo b; echo $? >&2); read x <&-; echo $?; ls /nonexistent 2>&-; echo $?`,
    '/dev/fd and friends': raw`echo b | cat /dev/stdin; echo c | cat /dev/fd/0; exec 3<<< d; cat /dev/fd/3; echo e > /dev/null; echo $?; echo f > /dev/full; echo $?`,
  },
  { stderr: true },
);

sameAsLinux(
  'scripts and syntax',
  {
    'an error in the middle': raw`cat > s << 'E'
echo one
if true; then
  echo two
fi
for in x; do
echo three
E
bash s; echo $?; . ./s; echo $?`,
    'lines of messages': raw`cat > s << 'E'
echo start
nosuch

f() {
  nosuch2 \
    arg
  echo ${'${x?unset}'}
}
(f)
cd /nowhere
eval 'echo ok
nosuch3'
[ a -eq b ]
E
bash s; echo $?`,
    'unexpected ends': raw`for s in 'if true' 'echo "abc' 'echo $(ls' 'case x in' '{ echo' 'f() {' 'echo ) x' 'fi' '; ;' 'a &&' '| b' '&& c' '[[ a b ]]' '[[ -z ]]' 'for i in; do' 'while' '!' 'function' 'a=(1' 'case x in esac' 'select' '()' 'done'; do bash -c "$s"; echo "$?"; done`,
    source: raw`echo 'echo "$# $1"; set -- changed; x=5; return 3; echo no' > lib; set -- a b; . ./lib; echo "$? $1 $x"; . ./lib q r; echo "$? $1"; source nosuch; echo $?; source; echo $?; PATH=.:$PATH; . lib z; echo $?; . /; echo $?`,
    aliases: raw`alias ll='echo long'; ll x; shopt -s expand_aliases
alias ll='echo long' n='ll ' e=echo
ll x; n e y; unalias n; n z; alias ll e; alias nosuch; echo $?; alias -p | wc -l; unalias -a; ll; unalias q; echo $?`,
    functions: raw`f() { echo $# $FUNCNAME; return 300; }; f a b; echo $?; function g { echo g; }; g; h() (exit 4); h; echo $?; unset -f g; g; echo $?; declare -f f; declare -F; function x-y.z { echo odd; }; x-y.z; readonly -f f; f() { :; }; echo $?; return 2; echo $?`,
    caller: raw`cat > s << 'E'
a() { caller; caller 0; caller 1; caller 2; echo $?; echo "${'${FUNCNAME[@]} / ${BASH_LINENO[@]} / ${BASH_SOURCE[@]}'}"; }
b() {
  a
}
b
caller; echo $?
E
bash s`,
    'recursion and FUNCNEST': raw`f() { (( $1 > 0 )) && f $(($1 - 1)); echo -n $1; }; f 3; echo; FUNCNEST=3; f 5; echo $?`,
    'printing functions': raw`f() { if [ a ]; then for i in 1 2; do echo $i > f 2>&1 & done; fi; case $x in a|b) echo;; *) :;& esac; while read l; do :; done < <(ls); ((x++)); [[ a == b && ! c ]]; { a; } | (b); x=(1 2) y[3]=4; cat <<E
h
E
}; declare -f f; type f | head -3`,
    'scripts by path': raw`echo 'echo "[$0] $1"' > s; chmod +x s; ./s x; bash ./s y; bash s z; bash < s; bash -s q < s; bash nosuch; echo $?; bash .; echo $?; mkdir d; ./d; echo $?; d; echo $?; chmod -x s; ./s; echo $?`,
    'options of bash': raw`bash -c; echo $?; bash -o nosuch -c :; echo $?; bash -ec 'false; echo no'; echo $?; bash -xc 'echo a'; bash -uc 'echo $q'; echo $?; bash -nc 'echo no'; bash -c 'echo $0 $1' n a; bash -O extglob -c 'echo +(x)'; bash +B -c 'echo {a,b}'; bash -O nosuch -c :; echo $?; bash --nosuch 2>&1 | head -1; bash -Z 2>&1 | head -1`,
    'set and shopt': raw`set -o | head -3; set +o | head -2; set -o nosuch; echo $?; set -z; echo $?; shopt -s nosuch; echo $?; shopt -q extglob; echo $?; shopt extglob; shopt -p extglob; set -- -a -b; echo $1; set -o pipefail; [[ -o pipefail ]]; echo $?; echo $SHELLOPTS | tr : '\n' | grep -c pipefail; shopt -s extglob; echo $BASHOPTS | tr : '\n' | grep extglob`,
    xtrace: raw`set -x; x='a b'; echo "$x" $x; [[ $x == a* ]]; ((1+1)); for i in 1 2; do :; done; case a in a) :;; esac; y=$(echo s); f() { echo in; }; f; a=(1 "2 3"); echo z; { set +x; } 2> /dev/null; echo q`,
    'verbose and noexec': raw`printf 'set -v\necho a\nset +v\necho b\n' > s; bash s; printf 'echo a\nif\n' > t; bash -n t; echo $?`,
  },
  { stderr: true },
);

sameAsLinux(
  'builtins about commands',
  {
    'command and type': raw`command -v echo if nosuch; echo $?; f() { :; }; command -v f; command -V f echo while; type -t f echo if ls nosuch; echo $?; type nosuch; echo $?; command -x; echo $?; ls() { echo fn; }; command ls -d /; command nosuch; echo $?`,
    hash: raw`hash; ls > /dev/null; hash | wc -l; hash -r; hash -t ls; echo $?; hash -p /bin/true tt; tt; echo $?; hash -d tt; hash nosuch; echo $?; hash -l`,
    enable: raw`enable -n echo; type -t echo; enable echo; type -t echo; enable nosuch; echo $?; enable -n | wc -l; enable -n test; enable -n; builtin echo b; builtin nosuch; echo $?`,
    'umask and ulimit': raw`umask 022; umask; umask -S; umask 077; umask; umask u=rwx,g=rx,o=; umask -S; umask -p; umask g+w,o=r; umask; umask 999; echo $?; umask x; echo $?; umask -S 022; ulimit -Sn 50; ulimit -n; ulimit -Hn 40; echo $?; ulimit -n abc; echo $?; ulimit -Z; echo $?`,
    test: raw`[ ]; echo $?; [ a ]; echo $?; [ -z ]; echo $?; [ ! ]; echo $?; [ ! a ]; echo $?; [ a = a -a b = c ]; echo $?; [ \( a \) ]; echo $?; [ -n "" -o x ]; echo $?; [ 1 -eq x ]; echo $?; [ a; echo $?; [ a b ]; echo $?; [ a b c ]; echo $?; [ a b c d ]; echo $?; test -f; echo $?; [ -t 0 ]; echo $?; [ a \< b ]; echo $?; [ -e / -a -d / ]; echo $?; [ -v HOME ]; echo $?; [ = = = ]; echo $?; [ 5 -gt 05 ]; echo $?`,
    getopts: raw`p() { local OPTIND=1 o; while getopts ':ab:c' o "$@"; do echo "$o ${'${OPTARG-none}'} $OPTIND"; done; shift $((OPTIND - 1)); echo "rest $*"; }; p -a -bx -b y -cz q; p -ab; p -- -a; p -a - b; OPTIND=1; while getopts ab: o -a -x -b; do echo "[$o]"; done; getopts; echo $?; getopts a 1x; echo $?; OPTERR=0; OPTIND=1; getopts a o -z; echo $? $o`,
    'cd and pwd': raw`mkdir -p a/b; cd a/b; cd - > /dev/null; cd nosuch; echo $?; cd a b; echo $?; cd; cd ''; echo $?; ln -s a/b l; cd l; pwd | grep -o 'l$'; pwd -P | grep -o 'a/b$'; cd ..; cd -P l; pwd | grep -o 'a/b$'; unset HOME; cd; echo $?; cd -x; echo $?; unset OLDPWD; cd -; echo $?`,
    'pushd and dirs': raw`cd /; pushd /tmp; pushd /usr; dirs -v; pushd +1; popd; dirs; popd +9; echo $?; popd; popd; echo $?; pushd; echo $?; pushd -n /etc; dirs -p; dirs -c; dirs +0`,
    eval: raw`eval; echo $?; eval 'x=1;' 'echo $x'; eval "echo 'a b'"; eval 'if'; echo $?; eval false; echo $?; eval 'f() { echo f; }'; f; eval -x; echo $?`,
    'break and continue': raw`for i in 1 2 3; do for j in a b; do [ $j = b ] && continue 2; echo $i$j; done; done; break; echo $?; for i in 1; do break 0; echo x; done; echo $?; for i in 1 2; do break 9; done; echo $?; f() { break; }; for i in 1 2; do f; echo $i; done; for i in 1 2; do continue x; done; echo after`,
    'export and readonly': raw`export A=1 B; export -p | grep ' A='; export -n A; env | grep -c ^A=; export 1x; echo $?; readonly R=1; R=2; echo no`,
    'readonly more': raw`readonly R=1; (R=2; echo no); echo $?; unset R; echo $?; readonly -p | grep 'R='; f() { local R=3; echo in; }; f; echo $?; read R <<< x; echo $?; export R; declare -p R`,
    'exit statuses': raw`(exit); echo $?; (false; exit); echo $?; (exit 256); echo $?; (exit -1); echo $?; (exit abc); echo $?; (exit 1 2); echo $?; f() { return; }; false; f; echo $?; g() { return abc; }; g; echo $?; shift x; echo $?; logout; echo $?`,
  },
  { stderr: true },
);

sameAsLinux(
  'what standard error shows of commands',
  {
    'PS4 changes behind its own line':
      "set -x; PS4='> '; PS4='$x ' x=2; y=1 z=2; a=(1 2); a+=(3); a[1]=$(echo q); x=$(echo a)",
    'TIMEFORMAT with a letter it does not know': "for TIMEFORMAT in %Z %q '%4lZ' a% %%; do time true; echo $?; done",
    'a second coprocess': '{ coproc cat; coproc B { cat; }; echo $?; } 2>&1 | sed "s/\\[[0-9]*/[N/"',
  },
  { stderr: true },
);
