### history expansion, quoting and modifiers in a script
set -o history -o histexpand
echo one two three
echo !!:1 !!:$ !!:2-3 !!:*
echo a/b/c.d
echo !$:h !$:t !$:r !$:e
echo !?one?:1
^one^ONE
echo x; echo !#
!-2
echo "!!" '!!' \!\!
!echo:p
echo !nosuch
echo after
history | tail -3
### fc with editors, ranges and substitutions
set -o history
echo a1
echo b2
fc -l -2
fc -lnr
fc -s a=Z echo
fc -s 1=9 e
echo 'echo from editor' > cmds
FCEDIT='cp cmds' fc -1
fc -e - 
EDITOR=false fc; echo $?
history -p '!!' '!$'
HISTTIMEFORMAT='%Y ' ; history 2 | sed 's/20[0-9][0-9]/YYYY/'
HISTCONTROL=ignoredups:ignorespace
echo dup
echo dup
 echo spaced
history 3
HISTIGNORE='echo i*'
echo ignored
history 1
