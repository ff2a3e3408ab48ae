/** The history of the shell: `!` expansion, what is kept and how, the file, `history` and `fc`. */
import { sameSessions } from '../support/same-session.ts';
import { sameAsLinux } from './same.ts';

const on = (script: string): string => `set -o history -o histexpand\n${script}`;

sameAsLinux(
  'history expansion',
  {
    'the last line': on('echo one two three\n!!\necho !$ !^ !*\necho "!!"\n'),
    'by number and by text': on('echo one\necho two\n!-2\n!ec\n!?one?\n!1\n!99\n!nosuch\n!?nosuch?\necho !?two?%\n'),
    'quick substitution': on('echo one two one\n^one^1^\n^two^2\n^nosuch^x^\n^one^&&^\n'),
    words: on('echo a b c d e\necho !:0 !:2 !:1-2 !:2* !:2- !:-1 !:$\necho a b c d e\necho !!:1-9\necho !!:^\n!#\n'),
    'words with quotes and operators': on(
      'echo "a b" c>/dev/null; (echo $(echo x y)) 2>&1 | cat\necho !!:1 !!:2\nhistory\n',
    ),
    paths: on('echo /a/b/file.tar.gz\necho !$:h !$:t !$:r !$:e\necho !!:2:t:r\n'),
    'substitution again and everywhere': on(
      'echo a b a b\n!!:s/a/x/\n!!:&\n!!:gs/b/y/\n!!:Gs/one/eins/\n!!:s/q/z/\n!!:z\necho !!:s/a/[&]/\n',
    ),
    'printing and quoting': on("echo a 'b c'\n!!:p\necho !!:q\necho x y\necho !!:x\n!echo:0:p\nhistory\n"),
    'what is left alone': on('echo a! b!= "c!" \'d!!\' \\!! $\'!!\'\necho [!a]* ${!x*} $!\necho "\n!"\n'),
    'quotes over lines': on('echo first\necho \'a\n!! b\'\necho "a\n!! b"\ncat <<E\n!!\nE\nhistory\n'),
    'other characters': on("histchars='%='\necho one\n%%\n=one=two=\necho !!\nhistchars=''\necho %%\n"),
    'off again': on('echo one\nset +H\necho !!\nset -H\n!echo:p\nset +o history\n!!\n'),
  },
  { stderr: true },
);

sameAsLinux(
  'what the history keeps',
  {
    'commands over lines': on(
      'for i in 1 2\ndo\n\n  echo $i # c\n\ndone\nif true # c\nthen\n   echo x\n# full\n   echo y\nfi\nf() {\n  case x in\n  a) echo b ;;\n  *) echo c\n  ;;\n  esac\n}\nhistory',
    ),
    'continued and nested lines': on(
      'echo a \\\n  b \\\n  c\n{\n echo 1\n (\n echo 2\n )\n}\necho $(\necho q\n)\nwhile false &&\n true\ndo :; done\nhistory',
    ),
    'quotes and here-documents': on('echo "a\n  b\n\nc" | cat\ncat <<A; echo z\nx\n  y\nA\nhistory'),
    'lithist, and without cmdhist': on(
      'shopt -s lithist\nfor j in 1\ndo echo $j\ndone\nhistory\nshopt -u cmdhist\nfor j in 1\ndo echo $j\ndone\nhistory',
    ),
    HISTCONTROL: on(
      'HISTCONTROL=ignorespace\n echo hidden\nHISTCONTROL=ignoredups\necho dup\necho dup\n  echo seen\nHISTCONTROL=ignoreboth:erasedups\necho dup\nhistory',
    ),
    HISTIGNORE: on("HISTIGNORE='ls*:&:cd ..'\nls /nosuch\ncd ..\necho a\necho a\nhistory"),
    HISTSIZE: on(
      'echo 1\necho 2\necho 3\nHISTSIZE=3\nhistory\nhistory\nHISTSIZE=0\nhistory\nHISTSIZE=-1\necho x\nhistory',
    ),
    HISTCMD: on('echo $HISTCMD\necho $HISTCMD\nset +o history\necho $HISTCMD'),
  },
  { stderr: true },
);

sameAsLinux(
  'history and fc',
  {
    'history n, -d, -s, -p, -c': on(
      'echo a\necho b\nhistory -s foo bar\nhistory 3\nhistory -d 2\nhistory -d -1\nhistory -d 1-2\nhistory\nhistory -d 99\nhistory x\nhistory -p "!!" "!?zzz?" "!echo"\nhistory -an\nhistory -q\nhistory -c\nhistory',
    ),
    'its file': on(
      'echo a\nhistory -w f; cat f\nhistory -c\nhistory -r f\nhistory\necho new\nhistory -a f; cat f\necho ext >> f; history -n f; history\nhistory -r nosuch; echo $?',
    ),
    'saved at the end':
      "echo old > h; bash -c $'HISTFILE=h; set -o history\\necho a\\necho b\\nHISTFILESIZE=3' ; cat h",
    'times of day': on("HISTTIMEFORMAT='T '\necho a\nhistory\nfc -l\n"),
    'fc -l': on(
      'echo one\necho two\necho three\nfc -l\nfc -ln -2 -1\nfc -lr 1 4\nfc -l echo\nfc -l 99\nfc -l zzz\nfc -l 2 2\nfc -l 0\nfc -l -1 -3\nfc -l 4 two\nfc -Z',
    ),
    'fc -s': on('echo one two\nfc -s\nfc -s one=1 two=2\nfc -s echo\nfc -s o=0 echo\nfc -s zzz\nhistory'),
    'fc with an editor': on(
      "echo one\necho two\nfc -e 'sed -i s/one/eins/' 1 2\nFCEDIT='sed -i s/two/zwei/'\nfc -2\nFCEDIT=false\nfc; echo $?\nhistory",
    ),
  },
  { stderr: true },
);

sameSessions('the history', {
  'expansion is shown and kept': [
    'echo one\r',
    '!!\r',
    'echo !$ x\r',
    '\x10\x10',
    '\r',
    '!nosuch\r',
    '\x10',
    '\r',
    'echo "!"\r',
  ],
  'events print and drop': ['echo a b\r', '!!:p\r', '\x10', '\r', '!ec:s/a/c/\r', '^c^d\r', 'history\r'],
  'histverify and histreedit': [
    'shopt -s histverify histreedit\r',
    'echo one\r',
    '!!\r',
    ' more\r',
    '!nosuch\r',
    '\x15echo ok\r',
  ],
  'a command over lines, dropped': [
    'for i in 1\r',
    'do\r',
    '\x03',
    '\x10',
    '\x03',
    'echo "a\r',
    '!! b"\r',
    '\x10',
    '\r',
  ],
  'the prompt has its number': [
    "PS1='\\! \\# $ '\r",
    'echo a\r',
    '\r',
    'history\r',
    'HISTCONTROL=ignorespace\r',
    ' echo b\r',
    'echo $HISTCMD\r',
  ],
  'saved and loaded': [
    'HISTFILE=h PS1="in$ " bash --norc\r',
    'echo a\r',
    '\x04',
    'cat h\r',
    'HISTFILE=h PS1="in$ " bash --norc\r',
    '\x10\x10',
    '\r',
    'echo $HISTSIZE $HISTFILESIZE\r',
    'exit\r',
    'cat h\r',
  ],
  'in a subshell and a pipe': ['echo a\r', '(history)\r', 'history | tail -1\r', 'echo $(history 1)\r', 'fc -l\r'],
});
