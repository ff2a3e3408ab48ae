/**
 * The options of `set` and `shopt`: names, letters, defaults of bash 5.2.
 * Leaves out what an option without effect here would do; such options can be set and are listed.
 * Authority: bash(1), SHELL BUILTIN COMMANDS: set, shopt.
 */

/** In the order of `set -o`; the letter is the one of `set -x` and of `$-`. */
const SET = [
  ['allexport', 'a', false],
  ['braceexpand', 'B', true],
  ['emacs', '', false],
  ['errexit', 'e', false],
  ['errtrace', 'E', false],
  ['functrace', 'T', false],
  ['hashall', 'h', true],
  ['histexpand', 'H', false],
  ['history', '', false],
  ['ignoreeof', '', false],
  ['interactive-comments', '', true],
  ['keyword', 'k', false],
  ['monitor', 'm', false],
  ['noclobber', 'C', false],
  ['noexec', 'n', false],
  ['noglob', 'f', false],
  ['nolog', '', false],
  ['notify', 'b', false],
  ['nounset', 'u', false],
  ['onecmd', 't', false],
  ['physical', 'P', false],
  ['pipefail', '', false],
  ['posix', '', false],
  ['privileged', 'p', false],
  ['verbose', 'v', false],
  ['vi', '', false],
  ['xtrace', 'x', false],
] as const;

export type SetOption = (typeof SET)[number][0];
export type SetOptions = Record<SetOption, boolean>;

export const SET_OPTIONS: readonly SetOption[] = SET.map(([name]) => name);

export const defaultSetOptions = (): SetOptions =>
  Object.fromEntries(SET.map(([name, , on]) => [name, on])) as unknown as SetOptions;

export const isSetOption = (name: string): name is SetOption => SET.some((row) => row[0] === name);

export const optionOfLetter = (letter: string): SetOption | undefined =>
  letter === '' ? undefined : SET.find((row) => row[1] === letter)?.[0];

/** `$-` without the `c`, `i` or `s` of the invocation. */
const LETTERS = 'abefhikmnprtuvxBCEHPT';
export function optionLetters(options: SetOptions, others: { interactive: boolean; restricted: boolean }): string {
  let letters = '';
  for (const letter of LETTERS) {
    const name = optionOfLetter(letter);
    const other = (letter === 'i' && others.interactive) || (letter === 'r' && others.restricted);
    if (other || (name !== undefined && options[name])) letters += letter;
  }
  return letters;
}

/** In the order of `shopt`; those that are on without being asked for carry a plus. */
const SHOPT =
  `autocd assoc_expand_once cdable_vars cdspell checkhash checkjobs +checkwinsize +cmdhist compat31 compat32 compat40
  compat41 compat42 compat43 compat44 +complete_fullquote direxpand dirspell dotglob execfail expand_aliases extdebug
  extglob +extquote failglob +force_fignore +globasciiranges +globskipdots globstar gnu_errfmt histappend histreedit
  histverify +hostcomplete huponexit inherit_errexit +interactive_comments lastpipe lithist localvar_inherit
  localvar_unset login_shell mailwarn no_empty_cmd_completion nocaseglob nocasematch noexpand_translation nullglob
  +patsub_replacement +progcomp progcomp_alias +promptvars restricted_shell shift_verbose +sourcepath varredir_close
  xpg_echo`.split(/\s+/);

export const SHOPT_OPTIONS: readonly string[] = SHOPT.map((name) => name.replace('+', ''));

export const defaultShopt = (): Record<string, boolean> =>
  Object.fromEntries(SHOPT.map((name) => [name.replace('+', ''), name.startsWith('+')]));
