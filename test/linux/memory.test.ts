/** Memory as /proc and pmap show it, compared with the host: layouts, names and rights; sizes and addresses are the host's own. */
import { sameAsLinux } from './same.ts';

const SHAPE = "sed -E 's/[0-9a-f]{16}/ADDRESS/g; s/ [0-9a-f]{3}:[0-9a-f]{5} / DEVICE /; s/[0-9]+/N/g; s/ +/ /g'";
const pmap = (options: string): string =>
  `LC_ALL=C sleep 5 & sleep 0.3; pmap ${options} $! | grep -E 'Address|stack|libc|^-|total|mapped|r-x-. .*sleep' | ${SHAPE}; kill $!`;

sameAsLinux('memory', {
  'the mappings of a program': pmap(''),
  'with what is in memory': pmap('-x'),
  'with offsets and devices': pmap('-d'),
  'with whole paths': pmap('-p'),
  'without header and footer': pmap('-xq'),
  'nobody there': 'pmap 99999; echo $?; pmap 99999 99998 2>&1; echo $?',
  'no number': 'pmap abc 2>/dev/null; echo $?; pmap 2>/dev/null; echo $?',
  'the fields of smaps': "sed -n '2,24s/:.*//p' /proc/self/smaps",
  'the fields of status that tell of memory': "grep -E '^(Vm|Rss|Huge)' /proc/self/status | cut -d: -f1",
  'the stack in maps':
    "grep -E 'stack|vsyscall' /proc/self/maps | sed -E 's/^[0-9a-f]{12}-[0-9a-f]{12}/ADDRESSES................/'",
  'what there is of System V objects': 'cd /proc/sysvipc; ls; head -1 msg sem shm',
  'limits that cannot be': 'for f in msgmni shmmni sem; do echo x 2>/dev/null > /proc/sys/kernel/$f || echo $f; done',
});
