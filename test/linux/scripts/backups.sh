### cp and backups
echo a > a; echo b > b; echo c > c
cp -bv a b; ls; cat b~
cp -v --backup=numbered a b; cp -bv c b; ls
cp -v --backup=simple c b; cp -v --backup=none c b; cp -v --backup=off c b
cp -v -S .bak --backup=never c b; cp -v --suffix=/x --backup=simple c b
cp -v --backup=t c new; cp -v --backup=nil c new; ls; cat new new~
cp --backup=foo a b; echo $?
cp --backup= a b; cp --backup=n a b; echo $?
cp -b -n a b; echo $?; cp -n -b -i a b < /dev/null; echo $?
### cp and backups: variables
echo a > a; echo b > b
VERSION_CONTROL=t cp -bv a b
VERSION_CONTROL=foo cp -b a b; echo $?
VERSION_CONTROL=foo cp --backup=simple a b; VERSION_CONTROL=foo cp a b
SIMPLE_BACKUP_SUFFIX=.orig cp -v --backup=simple a b
SIMPLE_BACKUP_SUFFIX=.orig cp -v -S .x --backup=simple a b
VERSION_CONTROL=simple SIMPLE_BACKUP_SUFFIX= cp -bv a b; ls
### cp, backups and one file
echo a > a; ln -s a l; ln a h
cp -b a a; echo $?; cp -b ./a a; echo $?; cp -bfv a a; cp -bfv ./a a; ls
cp -b l a; echo $?; cp -bv a l; ls -l l | cut -c1; cp -bv h a; ls
echo x > z; echo y > z~; cp -b z~ z; echo $?; cp -b --backup=t z~ z; cat z; ls
cp -bl a a; echo $?; ln a a2; cp -lv a a2; echo $?; cp -l a2 a; echo $?; cp -bsv a s; cp -bsv z s; ls; readlink s s~
### cp, backups and directories
mkdir d e; echo 1 > d/f; echo 2 > e/f; echo 3 > f
cp -bv f d; cp -bv d/f e/f f e; ls d e
cp -v --backup=t d/f f e; ls e
cp -rbvT d e | sort; ls e; cp -rb d e; ls e e/d
cp -bT f d; echo $?; cp -rbT d f; echo $?
### mv and backups
echo a > a; echo b > b; mkdir d
mv -bv a b; ls; mv -bvS .o b d; echo n > b; mv -bvS .o b d; ls . d
echo x > x; echo y > x~; mv -b x~ x; echo $?; mv -b x x; echo $?; mv -b ./x x; echo $?
ln x h; mv -bv h x; ls; touch q1 q2; mv -b -n q1 q2; echo $?; rm q1 q2; ln x h; mv h x; echo $?; ls
echo a > a; ln -s a s; ln -P s t; mv s t; echo $?; mv s a; echo $?; mv -bv s a; ls
mkdir e; echo f > f; mv -bvT f e; ls; ls -d e~; mv -bvT e~ e; ls
ln -s x l; mv -bv l x; readlink x; ls
touch q1 q2; mv --backup=foo q1 q2; echo $?; rm q1 q2; mv -Z x y; mv --context y x; ls
echo 1 > d/q; mkdir g; echo 2 > g/q; mkdir to; mv -v --backup=t d/q g/q to; ls to
### ln and backups
echo a > a; echo b > b
ln -bv a b; ls; cat b b~; ln -sbv a b; readlink b; ln -bsv --backup=t b a; ls
ln -bs a ./b; echo $?; ln -b b b; echo $?
mkdir d; ln -bsT x d; echo $?; ln -b nosuch b; echo $?; ls
echo c > c; ln c c2; ln -b c c2; ls; ln -b c ./c; echo $?; ln -S .k -v c c2; ls
### ln -f: two names of one file
echo a > a; ln a b; ln -fv a b; echo $?; ln -f ./a a; echo $?; ln -sf a a; echo $?
rm -f *; echo a > a; ln -s a l; ln -f a l; echo $?; ls -l | cut -c1-12; ln -sf l a; readlink a
mkdir d; echo c > c; ln -f c ./c d; echo $?; ln -f nosuch c; echo $?; cat c
mkdir e; echo n | ln -i c d/c e; echo n | ln -i c e; echo $?; ln -if nosuch e; echo $?; ln -iT c d; echo $?
### cp --sparse, --reflink, --copy-contents
printf 'abc' > a; truncate -s 100000 a; echo end >> a
cp --sparse=always a b; cmp a b && echo same; cp --sparse=never a b; cmp a b && echo same
truncate -s 20000 z; cp --sparse=always z y; cmp z y && ls -l y | cut -d' ' -f5
cp --reflink=always a c; echo $?; ls -s c; cp --reflink c d; echo $?; cp --reflink=auto a d; cmp a d
cp --reflink=foo a b; echo $?; cp --sparse=foo a b; echo $?; cp --sparse=always --reflink a b; echo $?
mkdir t; mkfifo t/p; echo x > t/f; (echo data > t/p) & cp -r --copy-contents t u; cat u/p u/f; wait
### security contexts where there are none
mkdir -Z a; mkdir --context b; mkdir --context=x c; mkfifo -Z p; mkfifo --context=x q; mknod --context=x n p; mknod -Z m p
cp --context=x /etc/hostname h; cp -Z h i; cp --preserve=context h i; echo $?; ls; id -Z; echo $?
