/** Commands as text: what `declare -f` prints on this machine is the authority. */
import { describe, expect, it } from 'vitest';
import { parseScript, readScript } from '../../src/shell/syntax/parse.ts';
import { printChain, printFunction } from '../../src/shell/syntax/print.ts';
import { bashEach, describeWithBash, lazily } from './syntax-bash.ts';

const bodies: readonly string[] = [
  'a b c',
  'a;b;c',
  'a & b & c',
  'a && b || c',
  'a | b |& c',
  '! a | b',
  '! ! a',
  'time a',
  'time -p a | b',
  '! time a',
  'a > f 2>&1 < g >> h <> i >| j &> k &>> l <<< m',
  'a 3> f 4< g >&2 2>&- <&3 3<&- {v}> f {v}>&- 2>&1- >&$x',
  '> f',
  'x=1 y=2',
  'x=1 y=2 a',
  'x=() y=(1   2  [3]=4 "a  b")',
  'x+=(1) y[2]=3 z+=a',
  'declare -a x=(1   2)',
  '( a; b )',
  '(a)',
  '{ a; b; }',
  '{ a; } > f',
  '( a ) 2> f | { b; }',
  'if a; then b; fi',
  'if a; then b; else c; fi',
  'if a; then b; elif c; then d; elif e; then f; else g; fi',
  'if a; b; then c; d; fi > f',
  'while a; do b; done',
  'until a; do b; c; done < f',
  'while a & do b & done',
  'for i in a b c; do x; done',
  'for i; do x; done',
  'for i in; do x; done',
  'for i do x; done',
  'for i in a; { x; }',
  'for ((i=0;i<3;i++)); do x; done',
  'for (( ; ; )); do x; done',
  'for ((i=0; i<3; i++)) { x; }',
  'case x in a) b;; esac',
  'case x in esac',
  'case x in (a|b) c;; d) ;; *) e; f ;& g) h ;;& i) j; esac',
  'case $x in "a b") c;; esac > f',
  'select x in a b; do c; done',
  'select x; do c; done',
  '[[ a ]]',
  '[[ -f a && ! b == c || ( d < e ) ]]',
  '[[ ! ! a ]]',
  '[[ a =~ (b|c)+ ]]',
  '[[ a -eq 1 ]] > f',
  '((a+b))',
  '(( a  +  b ))',
  'f() { a; }',
  'function f { a; }',
  'function f () ( a; b )',
  'f() { a; } > g 2>&1',
  'f() for i in a; do b; done',
  'f() { g() { h; }; g; }',
  'coproc a b',
  'coproc { a; }',
  'coproc X { a; b; }',
  'coproc X ( a )',
  'a "b c" \'d e\' f\\ g $x "${y:-z}" $(h   i) `j   k` $((1 + 2)) <(l   m) {n,o} *?[p] ~/q',
  'a "$(b;c)" "$(b & c)" "$(if d; then e; fi)" $( ( f ) ) ${x:-$(g;h)}',
  "a $'b\\tc' $'d\\'e' $\"f\" \"$'g'\"",
  'a; # comment',
  'a \\\n  b',
  'a=$(b   c) d[$(e   f)]=g',
  'echo a & echo b; echo c',
  'a | if b; then c; fi | while d; do e; done',
  'a && { b; c; } || (d)',
  '{ a & b; } &',
  'if a; then b & fi',
  'while a; do b; done & c',
  '! { a; }',
  '! (a)',
  'time { a; b; }',
  'if ! a; then b; fi',
  'if a && b || c; then d; fi',
  'a() { if b; then c; fi; }',
  'case a in b) if c; then d; fi;; e) while f; do g; done;; esac',
  'for i in $(a b) "$@" ${x[@]}; do :; done',
  'x=a; y=$x; export z=$y',
  'a >f b <g c',
  '2>f a 3<g',
  '>&2 echo a',
  'a 2>& 1 >& 2',
  'exec {fd}<>/tmp/x {fd}<&-',
  'a <<< "b  c"',
  'a $x$y"$z"\'w\'',
  ':(){ :|:& };:',
  '[ a = b ] && echo c',
  'test -f a -a -b c',
  'echo ${a[1]} ${!b} ${#c} ${d/e/f} ${g:1:2} ${h^^} ${i@Q}',
  'echo "a\\"b" \'c"d\' \\"',
  'a=b c=d e f=g',
  'echo $((a[1]++)) $[1+1]',
  'cat <<E\na $x\nE\n',
  'cat <<E > f\na\nE\necho b',
  "cat <<'E' | grep x\n$y\nE\n",
  'cat <<-E\n\ta\n\tE\n',
  'a <<E && b\nx\nE\n',
  'a <<E; b\nx\nE\n',
  'a <<E & b\nx\nE\n',
  'if cat <<E; then b; fi\nx\nE\n',
  'while read x; do echo $x; done <<E\na\nE\n',
  '{ cat <<E; }\nx\nE\n',
  '(cat <<E)\nx\nE\n',
  'a <<E1 <<E2\nx\nE1\ny\nE2\n',
  'a 3<<E b\nx\nE\n',
  'cat <<"E F"\nx\nE F\n',
  'a\nb\n\nc',
  'a &\nb &\n',
  'if a\nthen\nb\nc\nfi',
  'case x in\na)\nb\n;;\nesac',
  '$(a\nb)',
  '"$(a\nb; c)"',
  'x=(\n1\n2\n)',
  'a "b\nc"',
  "a 'b\nc'",
  '( a\nb )',
  '{ a\nb\n}',
  'f()\n{\na\n}',
  'for i in a \\\n b\ndo c\ndone',
  'a |\nb |\nc',
  'a &&\nb ||\nc',
  'echo $(cat <<E\nx\nE\n)',
  'case x in a) cat <<E\ny\nE\n;; esac',
  '[[ a &&\nb ]]',
  '((a +\nb))',
];

function printed(body: string): string {
  const item = readScript(`fff() {\n${body}\n}\n`).next();
  if (item?.kind !== 'command') return `not a command: ${item?.reports[0]?.text}`;
  const command = item.list.items[0]?.chain.first.stages[0];
  return command?.kind === 'function' ? `${printFunction(command.name, command.body)}\n` : 'no function';
}

describeWithBash('declare -f', () => {
  const define = (body: string): string => `eval 'fff() {\n${body.replaceAll("'", "'\\''")}\n}'; declare -f fff`;
  const results = lazily(() => bashEach(bodies.map(define)));
  it.each(bodies)('%j', (body) => {
    const expected = results().get(define(body))?.out;
    expect(expected).not.toBe('');
    expect(printed(body)).toBe(expected);
  });

  it('can be read again, and prints the same', () => {
    // What bash prints for `coproc a` it reads differently itself.
    for (const body of bodies.filter((text) => !text.startsWith('coproc'))) {
      const once = printed(body);
      const { commands, error } = parseScript(once);
      expect(error, once).toBeUndefined();
      const command = commands[0]?.list.items[0]?.chain.first.stages[0];
      if (command?.kind !== 'function') throw new Error(`no function: ${once}`);
      expect(`${printFunction(command.name, command.body)}\n`).toBe(once);
    }
  });
});

describe('jobs', () => {
  const shown: readonly (readonly [string, string])[] = [
    ['sleep 100|cat&&echo', 'sleep 100 | cat && echo'],
    ['{ sleep 100; }', '{ sleep 100; }'],
    ['{ sleep 100;echo x;}', '{ sleep 100; echo x; }'],
    ['( exit 3;sleep 100 )', '( exit 3; sleep 100 )'],
    ['(a)|(b)', '( a ) | ( b )'],
    ['for i in 1 2; do sleep 100; done', 'for i in 1 2;\ndo\n    sleep 100;\ndone'],
    ['while sleep 50; do :; done', 'while sleep 50; do\n    :;\ndone'],
    ['if sleep 50; then a; b; fi', 'if sleep 50; then\n    a; b;\nfi'],
    ['case x in x) sleep 50;; esac', 'case x in \n    x)\n        sleep 50\n    ;;\nesac'],
    ['(( 1 ))', '(( 1 ))'],
    ['[[ a -eq b ]]', '[[ a -eq b ]]'],
    ['X=1   sleep 50 2>/dev/null >f', 'X=1 sleep 50 2> /dev/null > f'],
    ['! a', '! a'],
    ['time a', 'time a'],
    ['a 2>&1|b', 'a 2>&1 | b'],
    ['a |& b', 'a 2>&1 | b'],
  ];
  it.each(shown)('%j', (script, text) => {
    const chain = parseScript(script).commands[0]?.list.items[0]?.chain;
    expect(chain && printChain(chain)).toBe(text);
  });
});
