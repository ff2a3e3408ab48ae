### BASH_COMPAT and the options of its name
BASH_COMPAT=4.2; shopt | grep compat; BASH_COMPAT=50; shopt | grep on | grep compat; for BASH_COMPAT in 9 '' x 5.2 5.3 3.1 3.0 4.23 35; do echo "[$BASH_COMPAT]"; shopt -q compat31; echo $?; done
shopt -s compat42; echo "[$BASH_COMPAT]"; shopt -s compat31; echo "[$BASH_COMPAT]"; shopt | grep compat; shopt -u compat31; echo "[$BASH_COMPAT]"; unset BASH_COMPAT; declare -p BASH_COMPAT
BASH_COMPAT=5.1 bash -c 'echo $BASH_COMPAT'; BASH_COMPAT=77 bash -c 'echo $BASH_COMPAT'; bash -O compat43 -c 'echo "[$BASH_COMPAT]"'
f() { local BASH_COMPAT=4.4; shopt -q compat44; echo $?; }; f; echo "[$BASH_COMPAT]"; shopt -q compat44; echo $?
### what BASH_COMPAT changes
BASH_COMPAT=31; [[ abc =~ "a.c" ]]; echo $?; BASH_COMPAT=3.2; [[ abc =~ "a.c" ]]; echo $?
g() { break; echo in; }; BASH_COMPAT=4.3; for j in 1 2; do echo $j; g; done; BASH_COMPAT=44; for j in 1 2; do echo $j; g; done
BASH_COMPAT=43; for i in 1 2; do (break; echo in); echo $i; done; BASH_COMPAT=50; for i in 1 2; do (break; echo in); echo $i; done
BASH_COMPAT=51; declare -A a=([x]=1 [@]=3); unset 'a[@]'; declare -p a; b=(1 2); unset 'b[@]'; declare -p b; BASH_COMPAT=; declare -A a=([x]=1 [@]=3); unset 'a[@]'; declare -p a; b=(1 2); unset 'b[*]'; declare -p b
### BASH_ARGC and BASH_ARGV
f() { echo ${#BASH_ARGC[@]} "${BASH_ARGC[@]}" / "${BASH_ARGV[@]}"; ${1+g x}; }; g() { echo "${BASH_ARGC[*]}" / "${BASH_ARGV[*]}"; }
f a b; echo ${BASH_ARGC[@]} ${#BASH_ARGC[@]}; set -- p q; shopt -s extdebug; f a 'b c'; g; shopt -u extdebug; f c; declare -p BASH_ARGC BASH_ARGV BASH_LOADABLES_PATH
echo 'echo "${BASH_ARGC[*]}" / "${BASH_ARGV[*]}"; shift; echo "${BASH_ARGC[*]}" / "${BASH_ARGV[*]}"' > s; shopt -s extdebug; . ./s; . ./s p q; h() { . ./s z; . ./s; }; h 1 2
bash -c 'declare | grep BASH_ARG; echo "${BASH_ARGC[@]}" / "${BASH_ARGV[@]}"; declare | grep BASH_ARG' zero one two < /dev/null
### PROMPT_DIRTRIM
mkdir -p a/b/c/d; cd a/b/c/d; w='\w'; for PROMPT_DIRTRIM in 1 2 3 4 5 0 x '' -1; do echo "$PROMPT_DIRTRIM ${w@P}"; done; PROMPT_DIRTRIM=1; cd /usr/lib; echo "${w@P}"; cd /usr; echo "${w@P}"; cd /; echo "${w@P}"; cd; echo "${w@P}"; mkdir -p longname/y; cd longname/y; echo "${w@P}"; w='\W'; echo "${w@P}"
### huponexit
setsid -w bash --noprofile --norc -lic 'set -m; shopt -s huponexit; (trap "echo hup; exit" HUP; while :; do sleep 0.1; done) & sleep 0.5' 2>/dev/null; sleep 0.5; echo end
