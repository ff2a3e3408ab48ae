### /dev/tcp and /dev/udp that lead nowhere
echo x > /dev/tcp/127.0.0.1/4443; echo $?
echo x > /dev/tcp/nosuch.invalid/80
echo x > /dev/tcp/127.0.0.1/foo
echo x > /dev/tcp/127.0.0.1/; echo x > /dev/tcp//80; echo x > /dev/tcp/127.0.0.1/99999; echo x > /dev/tcp/127.0.0.1/-1
echo x > /dev/udp/127.0.0.1/9; echo $?
cat < /dev/tcp/localhost/1; exec 3<>/dev/tcp/127.0.0.1/1; echo $?
echo x &> /dev/tcp/127.0.0.1/1; echo x >> /dev/tcp/127.0.0.1/1/2
set -C; echo x > /dev/tcp/127.0.0.1/1; set +C
f=/dev/tcp/127.0.0.1/1; echo x > $f; f() { echo x > /dev/tcp/127.0.0.1/1; }; f
### addresses in few numbers
for host in 127.1 0x7f.1 0177.0.0.01 2130706433 127.0.0.256 127.0.0.08 127.0x; do echo x > /dev/tcp/$host/1; done
### file systems by name
stat -f -c %T /proc /dev/shm /dev/pts
