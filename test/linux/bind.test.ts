/** bind and the init file: what they list, change and complain of. The machine's terminals speak UTF-8, so bash shall too. */
import { sameAsLinux } from './same.ts';

const utf8 = (script: string): string => `export LC_ALL=C.UTF-8 TERM=xterm-256color\n${script}`;
const all = (scripts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(scripts).map(([title, script]) => [title, utf8(script)]));

const MAPS = 'emacs emacs-meta emacs-ctlx vi-insert vi-command';

sameAsLinux(
  'bind, listing',
  all({
    functions: 'bind -l',
    variables: 'bind -v; bind -V',
    'bindings without an init file': `export INPUTRC=/dev/null; for m in ${MAPS}; do bind -m $m -p; done`,
    "bindings with the system's init file": `for m in ${MAPS}; do bind -m $m -p; bind -m $m -P; done`,
    'where a command is':
      'for f in abort self-insert vi-put nosuch yank-last-arg insert-last-argument; do bind -q $f; echo $?; done',
    macros: `bind '"\\C-xq": "a\\C-b\\e\\\\\\"\\t"'; bind "\\"\\C-xr\\": \\"it's\\""; bind -s; bind -S; bind -p | grep C-xq`,
    'commands of -x':
      'bind -x \'"\\C-t": echo "hi" \\\\x\'; bind -x \'"\\C-xt": "ls -l"\'; bind -X; bind -m vi-command -X; bind -p | grep C-t',
    'several lists at once': 'bind -lv | tail -3; bind -psP | tail -2',
  }),
);

sameAsLinux(
  'bind, changing',
  all({
    'notations of a key':
      'for k in \'"\\C-t"\' Control-t C-t \'"\\x14"\' \'"\\024"\' \'"\\et"\' RubOut Meta-z \'"\\M-k"\' Space Tab ESC a \'"\\C-\\M-t"\' \'"ab"\'; do ' +
      'bind "$k: abort"; bind -q abort; bind -p | grep ": abort"; bind -u abort; done',
    'a sequence that begins another': 'bind \'"\\C-x": abort\'; bind -p | grep ": abort"',
    'bound and taken away': `bind '"\\C-t": abort'; bind -q abort; bind -r '\\C-t'; bind -q abort; bind -u abort; bind -q abort; echo $?`,
    'to nothing known': `bind '"\\C-t": nosuch'; bind -p | grep C-t; bind '"\\C-a" abort'; bind -q abort`,
    'in another map': `bind -m vi-command '"Z": abort'; bind -m vi -q abort; bind -q abort; bind 'set keymap vi'; bind -q abort; bind -v | grep keymap`,
    variables: [
      'blink-matching-paren foo',
      'BELL-STYLE none',
      'bell-style visible',
      'completion-query-items x',
      'completion-query-items -1',
      'keymap vi-move',
      'keymap emacs-ctlx',
      'comment-begin "#x"  y',
      'comment-begin ab cd',
      'disable-completion',
      'disable-completion On',
      'history-size 5',
      'vi-cmd-mode-string "\\1x\\2"',
      'colored-stats on off',
      'keyseq-timeout 0',
      'editing-mode vi',
      'meta-flag off',
      'isearch-terminators "\\C-g"',
    ]
      .map((setting) => `(bind 'set ${setting}'; bind -v | grep -v -e horizontal)`)
      .join('; '),
    'the editing mode':
      'set -o vi; bind -v | grep mode; set -o emacs; bind -v | grep -e mode -e keymap; set -o | grep -e "^vi" -e emacs',
    'in a subshell': `(bind '"\\C-t": abort'); bind -q abort; x=$(bind '"\\C-y": abort'; bind -q abort); echo $x`,
  }),
);

sameAsLinux(
  'bind, complaints',
  all({
    options:
      'bind -z; echo $?; bind -q; echo $?; bind -m nosuch -l; echo $?; bind -u nosuch; echo $?; bind -f /nosuch; echo $?',
    'of readline': `bind a; bind foo bar; echo $?; bind '"\\C-t'; bind '"\\C-t"'; bind ':abort'; bind 'set nosuch on'; bind 'set bell-style foo'; bind 'set keymap foo'; bind 'set comment-begin'; bind '#x' ''; echo $?`,
    'of -x': `bind -x foo; echo $?; bind -x '"\\C-t" foo'; echo $?; bind -x '"\\C-t: foo'; echo $?; bind -X`,
  }),
  { stderr: true },
);

const FILE = `cat > rc <<'E'
$if foo
"\\C-t": abort
$endif
set nosuch on
"\\C-t: abort
$else
$endif
$if mode=vi
set comment-begin V
$else
set comment-begin E
$endif
$include more
"\\C-o": nosuch
$if Bash
"\\C-b": "hi"
  $if mode=emacs
  Control-n: "nested"
  $else
  Control-n: "wrong"
  $endif
$endif
$if version >= 8.0
"\\C-e": "v8"
$endif
$if term=xterm
set keymap vi
"Z": abort
$endif
# a comment
$bogus
E
echo '"\\C-xm": "more"' > more
`;
const seen = 'bind -s; bind -v | grep -e comment -e keymap; bind -m vi-command -q abort; bind -q abort';

sameAsLinux(
  'the init file',
  all({
    'of INPUTRC': `${FILE} INPUTRC=rc; ${seen}`,
    'at home': `${FILE} mv rc .inputrc; ${seen}`,
    'with -f': `${FILE} bind -f rc; ${seen}`,
  }),
  { stderr: true },
);
