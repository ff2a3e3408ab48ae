/** The real bash, for tables that compare with it. Where there is none, the tables say so and are skipped. */
import { execaSync } from 'execa';
import { describe } from 'vitest';

export interface BashResult {
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

export function bash(args: readonly string[], options: { input?: string; cwd?: string } = {}): BashResult {
  const result = execaSync('bash', [...args], {
    ...options,
    reject: false,
    stripFinalNewline: false,
    encoding: 'buffer',
    extendEnv: false,
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: '/root', LC_ALL: 'C.UTF-8' },
  });
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { out: text(result.stdout), err: text(result.stderr), status: result.exitCode ?? -1 };
}

/** Each script in a bash of its own, all started by one: `bash OPTIONS -c SCRIPT`. */
export function bashEach(
  scripts: readonly string[],
  settings: { options?: readonly string[]; cwd?: string } = {},
): ReadonlyMap<string, BashResult> {
  const driver = `while IFS= read -r -d '' script; do
    { err=$(bash "$@" -c -- "$script" 2>&1 >&3 3>&- </dev/null); status=$?; } 3>&1
    printf '\\0%s\\0%s\\0' "$err" "$status"
  done`;
  const { options = [], ...place } = settings;
  const input = scripts.map((script) => `${script}\0`).join('');
  const fields = bash(['-c', driver, 'bash', ...options], { ...place, input }).out.split('\0');
  return new Map(
    scripts.map((script, i) => {
      const [out = '', err = '', status = ''] = fields.slice(i * 3, i * 3 + 3);
      return [script, { out, err: err === '' ? '' : `${err}\n`, status: Number(status) }];
    }),
  );
}

function isBash52(): boolean {
  try {
    return bash(['-c', 'echo ${BASH_VERSINFO[0]}.${BASH_VERSINFO[1]}']).out === '5.2\n';
  } catch {
    return false;
  }
}

const hasBash = isBash52();
let said = false;

/** A table that is compared with the bash of this machine. */
export function describeWithBash(name: string, body: () => void): void {
  if (!hasBash && !said) {
    said = true;
    console.log('no bash 5.2 here: what is compared with it is skipped');
  }
  describe.skipIf(!hasBash)(name, body);
}

/** Computed when it is first asked for, so that a skipped table costs nothing. */
export function lazily<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= compute());
}
