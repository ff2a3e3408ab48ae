/** flock(1) as the host has it. */
import { sameAsLinux } from './same.ts';

sameAsLinux('flock', {
  'LK22 makes the file, runs the command, exits with its status; -c uses the shell, a directory will do': `
    flock L echo hi; ls L; flock L false; echo $?; flock L -c 'echo shell; exit 3'; echo $?; mkdir d; flock d echo dir`,
  'LK23 on a conflict it is silent and exits with 1, or with what -E says; -w 0 is -n': `
    flock L sleep 1 & sleep 0.3
    flock -n L echo x; echo $?; flock -n -E 42 L echo x; echo $?; flock -w 0.2 L echo x; echo $?
    flock -w 0.2 -E 9 L echo x; echo $?; flock -n -s L echo x; echo $?; flock -w 0 L echo x; echo $?; wait`,
  'LK26 a descriptor of the shell is locked until it is closed everywhere, or unlocked': `
    exec 9> L; flock -n 9; echo $?; ( flock -n 8 || echo busy ) 8> L
    flock -u 9; ( flock -n 8 && echo got ) 8> L; flock 9; exec 9>&-; flock -n L echo free`,
  'LK27 killed, it leaves the lock to its command, which has the descriptor; with -o it does not': `
    flock L sleep 1 & sleep 0.3; kill $!; sleep 0.2; flock -n L echo free || echo still; wait; sleep 1
    flock -o M sleep 1 & sleep 0.3; kill $!; sleep 0.2; flock -n M echo free || echo still; wait
    flock -F L sh -c 'echo $((PPID == '$$'))'; flock -F -o L true; echo $?`,
  'LK21 lslocks: a waiter has a star, 0 is the end of the file': `
    head -c 5000 /dev/zero > LK21; flock LK21 sleep 1.2 & sleep 0.3; flock -s LK21 true & sleep 0.3
    lslocks -ro TYPE,SIZE,MODE,M,START,END,PATH | sed -n '1p;s|/.*/LK21$|L|p'
    lslocks -p $! -no COMMAND,MODE; lslocks -o command,blocker -p $! | sed "s/ *[0-9][0-9]*$/ N/"; lslocks -p 1; wait`,
  'two may share': `
    flock -s L sleep 0.8 & sleep 0.3; flock -s -n L echo shared; flock -x -n L echo alone || echo busy; wait`,
});

sameAsLinux(
  'what flock says',
  {
    'LK24 --verbose tells why it did not get the lock': `
    flock L sleep 0.8 & sleep 0.3
    flock --verbose -n L echo x; flock -s -w 0.1 --verbose L echo x; wait
    flock --verbose L true | sed 's/[0-9]\\.[0-9]*/N/'`,
    'LK25 what is wrong in itself has a status of its own': `
    flock; echo $?; flock -x; echo $?; flock abc; echo $?; flock 77; echo $?; flock none/x echo a; echo $?
    flock L nosuchcmd; echo $?; flock -w abc L true; echo $?; flock -E 256 L true; echo $?; flock L -c; echo $?`,
  },
  { stderr: true },
);
