### dd: records and character sets
printf 'abc\nlonger line\n\nx' > f; printf 'ab   cd   e ' > r; printf 'ab   cd\n  e ' > q
x() { echo "[$*]"; dd if="$f" "$@" of=out status=noxfer; echo $?; od -c out; rm -f out; }
f=f; for o in 'conv=block cbs=5' 'conv=unblock cbs=5' conv=block 'conv=block,unblock cbs=4' conv=ascii,ebcdic 'conv=block,ucase cbs=5' 'conv=ebcdic cbs=5' 'conv=ibm cbs=20' 'conv=unblock,swab cbs=4' 'conv=block cbs=5 ibs=3' 'conv=block cbs=5 bs=4' 'conv=block,sync cbs=5 ibs=8' 'conv=unblock cbs=5 ibs=3' conv=lcase,ucase 'conv=ascii,lcase cbs=0' cbs=4 'conv=block,swab cbs=5 bs=5' 'conv=unblock,sync cbs=4 ibs=7' conv=excl,nocreat conv=ascii,block conv=ebcdic,unblock conv=ebcdic,ucase conv=ascii conv=foo 'conv=swab,ucase bs=3' 'conv=block cbs=2'; do x $o; done
f=r; x conv=unblock cbs=5; x conv=unblock cbs=5 ibs=1; x conv=unblock cbs=1; f=q; x conv=unblock cbs=5; x conv=unblock cbs=3 obs=2
for i in 0 1 2 3; do for j in $(seq 0 63); do printf "\\$(printf %o $((i * 64 + j)))"; done; done > all; for c in ascii ebcdic ibm; do dd if=all conv=$c status=none | od -An -tx1; dd if=all conv=$c,ucase cbs=16 status=none | od -An -tx1; done
dd if=f conv=ebcdic status=none | dd conv=ascii status=none | cmp - f && echo same; printf 'one\ntwo\n' | dd conv=ibm cbs=8 status=none | dd conv=ascii cbs=8 status=none
