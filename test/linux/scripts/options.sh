### set -e: what does not count
set -e; false || echo a; ! true; echo b; if false; then :; fi; while false; do :; done; false && true; echo c; { false || true; }; x=$(false) || echo d; (false) || echo e; echo f; (exit 3); echo never
### set -e in functions called in conditions
set -e; f() { false; echo in f; }; if f; then echo yes; fi; f || true; f && echo ok; ! f; echo next; f; echo never
### set -e and substitutions
set -e; echo $(false; echo x); x=$(echo a; false; echo b); echo "[$x]"; y=$(false); echo never
### set -e and inherit_errexit
set -e; shopt -s inherit_errexit; echo $(false; echo x); echo go; x=$(false; echo y); echo never
### set -e and pipelines
set -e; false | true; echo a; set -o pipefail; true | true; false | true || echo b; false | cat; echo never
### set -e and subshells
set -e; (false; echo no) || echo c; ( ( exit 2 ) ; echo no ); echo never
### set -e, local and declare
set -e; f() { local x=$(false); echo a; local y; y=$(false); echo never; }; f
### set -e and compound commands
set -e; [[ a = a ]]; for i in 1; do echo $i; done; case x in y) false;; esac; ((1)); echo go; ((0)); echo never
### set -e and [[ ]]
set -e; trap 'echo exit $?' EXIT; [[ a = b ]] || echo c; [[ a = b ]]; echo never
### set -e and eval, source
set -e; eval 'false || true; echo a'; echo 'echo b; false; echo c' > f; . ./f || echo d; eval false; echo never
### set -e and while conditions with several commands
set -e; n=0; while false; n=$((n+1)); [ $n -lt 3 ]; do echo $n; done; until false; true; do :; done; echo end
### set -u
set -u; echo ${x-d} ${x:-e} ${x+f}; a=(); echo "${a[@]}" "$@" $*; echo ${#a[@]}; (echo $x); echo $?; (echo ${a[0]}); (echo ${x#a}); (echo $1); (echo ${!y}); (echo $((z))); (echo ${#x}); (a[1]=1; echo ${a[0]}); echo $!; echo never
### set -o noclobber
set -C; echo a > f; echo b > f; echo $?; echo c >| f; cat f; echo d >> f; echo e > /dev/null; echo $?; echo g &> f; echo $?; echo h <> f; cat f
### set -n
set -n; echo never
### set -f, -a, -b, $-
echo $-; set -fabu; echo $-; set +fabu; echo $-; set -o | head -5; set +o | head -5; set -o nosuch; echo $?; set -Z; echo $?; set -o | wc -l
### set -v
set -v; echo a
echo b # comment
set +v
echo c
### set -x in many commands
set -x; x=1; y="a b"; a=(1 "2 3"); a[5]=z; for i in 1 2; do :; done; case $x in 1) :;; esac; [[ $x == 1 && -n $y ]]; ((x+1)); if true; then echo "$y"; fi; f() { local v=$1; }; f 'q r'; (echo s); z=$(echo sub); w=1 true; echo > /dev/null; select i in a; do break; done < /dev/null
### PS4
PS4='+$LINENO:${FUNCNAME[0]}> '; set -x; f() { echo in; }; f
echo $(echo nested)
### BASH_XTRACEFD
exec 5>log; BASH_XTRACEFD=5; set -x; echo a; set +x; cat log
### shopt
shopt extglob nullglob; echo $?; shopt -s extglob; shopt extglob; shopt -q extglob; echo $?; shopt -q nullglob; echo $?; shopt -p extglob nullglob; shopt -u extglob; shopt -o errexit; shopt -po pipefail; shopt -so pipefail; set -o | grep pipefail; shopt nosuch; echo $?; shopt -s nosuch; echo $?; shopt -su x; echo $?; shopt -z; echo $?; shopt | wc -l; shopt -s; shopt -so
### shopt: the whole list
shopt
### BASH_XTRACEFD that cannot be
set -x; BASH_XTRACEFD=9; echo hi; BASH_XTRACEFD=x; echo ho
### set -x in loops without a list
set -x; set -- 'a b' c; for i; do break; done; select x; do break; done <<< 1; select y in a "b c"; do break; done <<< 2
### restricted shell
bash -r -c 'cd /'; bash -rc 'echo $-; PATH=x; echo no'; for c in 'SHELL=x' 'HISTFILE=x' 'ENV=x' 'BASH_ENV=x' '/bin/ls' '. /x' 'source ./x' '> f' '>> f' 'echo > /dev/null' 'ls 2>&1' 'exec 3<&0' 'exec ls' 'set +r' 'shopt restricted_shell' 'shopt -u restricted_shell; shopt restricted_shell' 'command -p ls' 'hash -p /x y' 'unset PATH' 'history -r /x' 'cat <> f' 'ls &> f' 'ls >| f' 'BASH_CMDS[x]=/y; hash' 'command cd /' 'pushd /' 'cd' 'trap "cd /" EXIT' 'export PATH' 'f() { cd /; }; f' '(cd /)' 'echo $(cd /)' 'cat < /dev/null' 'cat <<< x' 'set -o restricted' 'type cd /bin/ls' 'eval "cd /"' 'popd' 'builtin cd /' 'enable -f /x y' 'enable echo' 'enable -n echo; enable nosuch echo; enable -n' 'nosuch/x' 'env ls /nosuch'; do echo "== $c"; bash --restricted -c "$c"; echo $?; done
set -r; cd /; echo $?; set +r; echo $?; echo $-; shopt restricted_shell
### restricted by name
ln -s "$(command -v bash)" rbash; ./rbash -c 'cd /; shopt restricted_shell; echo $0'; echo 'cd /tmp; echo x > f; set -r; cd /' > s; bash s
### shopt: xpg_echo, gnu_errfmt, localvar_inherit, localvar_unset
shopt -s xpg_echo; echo 'a\tb'; echo -E 'a\tb'; shopt -u xpg_echo; x=1; f() { local x; echo "[${x-unset}]"; }; f; shopt -s localvar_inherit; f; a=(1 2); g() { local a; declare -p a; local -i n; }; g; shopt -u localvar_inherit; h() { local x=2; i; echo "h:${x-unset}"; }; i() { unset x; echo "i:${x-unset}"; }; h; shopt -s localvar_unset; h; echo $x
### shopt: varredir_close, globskipdots, nocaseglob, nullglob, dotglob
f() { echo x {fd}>/dev/null; [ -e /dev/fd/$fd ] && echo open || echo closed; }; f; shopt -s varredir_close; f; touch .a B c; echo .*; shopt -u globskipdots; echo .*; shopt -s nocaseglob; echo b* C*; shopt -s dotglob; echo *; shopt -u dotglob globskipdots; GLOBIGNORE='c:.'; echo * .*; unset GLOBIGNORE; echo *; shopt -s failglob; echo z*; echo no
echo after
### shopt: assoc_expand_once, checkhash, extquote, promptvars, sourcepath
shopt -s assoc_expand_once; declare -A m; k='a$(echo b)'; m[$k]=1; ((m[$k]++)); declare -p m; [[ -v m[$k] ]] && echo set; mkdir b1 b2; printf '#!/bin/sh\necho one\n' > b1/cmd; printf '#!/bin/sh\necho two\n' > b2/cmd; chmod +x b?/cmd; PATH=$PWD/b1:$PWD/b2:$PATH; cmd; rm b1/cmd; cmd 2> /dev/null; echo $?; shopt -s checkhash; cmd; echo "${x:-$'a\tb'}"; shopt -u extquote; echo "${x:-$'a\tb'}"; y='$HOME'; shopt -u promptvars; echo "${y@P}" | sed "s:$HOME:HOME:"; echo echo sourced > src; chmod -x src; PATH=$PWD:$PATH; . src; shopt -u sourcepath; (cd /; . src); echo $?
