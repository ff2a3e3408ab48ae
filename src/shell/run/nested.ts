/**
 * A stack of generators on the heap. `yield*` alone keeps every caller on the host's stack, which deep recursion of shell
 * functions would overflow, and each resumption walks through all of them. `nested(body)` begins a new generator on the
 * stack of the process instead; the process's body is a `Stack`.
 */
import type { Body } from '../../kernel/call.ts';
import type { Doing } from '../shell.ts';

/** What is yielded to the stack, not to the kernel: run this, and resume me with its result. */
class Nested {
  readonly body: Doing<unknown>;
  constructor(body: Doing<unknown>) {
    this.body = body;
  }
}

/** Like `yield* body`, at no depth. Only in a process whose body is a `Stack`. */
export function* nested<T>(body: Doing<T>): Doing<T> {
  // The yield is caught by the stack below; to the kernel, and so in the type, it does not exist.
  const result: unknown = yield new Nested(body) as unknown as undefined;
  return result as T;
}

export class Stack implements Body {
  readonly #frames: Doing<unknown>[];

  constructor(body: Doing<unknown>) {
    this.#frames = [body];
  }

  next(result?: unknown): { done: boolean; value: unknown } {
    let value: unknown = result;
    let thrown: { readonly error: unknown } | undefined;
    for (;;) {
      const frame = this.#frames.at(-1);
      if (!frame) {
        if (thrown) throw thrown.error;
        return { done: true, value };
      }
      try {
        const step = thrown ? frame.throw(thrown.error) : frame.next(value);
        thrown = undefined;
        if (step.done) {
          this.#frames.pop();
          value = step.value;
        } else if ((step.value as unknown) instanceof Nested) {
          this.#frames.push((step.value as unknown as Nested).body);
          value = undefined;
        } else return { done: false, value: undefined };
      } catch (error) {
        this.#frames.pop();
        thrown = { error };
      }
    }
  }
}
