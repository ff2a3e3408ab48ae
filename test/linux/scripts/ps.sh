### what options of Unix, BSD and threads come to
first() { ps "$@" 2>&1 | head -1 | tr -s ' ' | sed 's/^ //'; }
for options in -m m -mf -mLf -mTf 'x -l' 'x -c' 'x -lc' 'x -fl' 'x -jl' 'x -ly' 'x -L -l' '-T m' 'x -O pcpu'; do
  first $options
done
### modifiers and threads in the formats of BSD
first() { ps "$@" 2>&1 | head -1 | tr -s ' ' | sed 's/^ //'; }
for options in 'l -L' 'j -T' 'j -L' 'u -T' 'u -L' 'v -L' 's -T' 'u -P' 'l -j' 'j -j' 'l -y' 'u -j' 's -j' 'l -cP' v; do
  first $options
done
### ways that exclude each other
for options in 'u -Lf' 'H m' '-m m' '-m -L -T' '-L f' '-L -T' 'H -m -L'; do
  ps $options 2>&1 | head -1
done
### a process that is sorted has no threads below it
ps -m --sort=pid -o comm= -p $$
