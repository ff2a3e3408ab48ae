/** What /proc/meminfo tells, in KiB. Authority: proc_meminfo(5), free(1). */

import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { readText } from './read-file.ts';

export interface Memory {
  readonly total: number;
  readonly free: number;
  readonly available: number;
  readonly shared: number;
  readonly buffers: number;
  readonly cache: number;
  readonly swapTotal: number;
  readonly swapFree: number;
}

export function* readMemory(sys: Sys): Generator<void, Memory | Failure> {
  const text = yield* readText(sys, '/proc/meminfo');
  if (isFailure(text)) return text;
  const kb = (name: string): number => Number(new RegExp(`^${name}: *(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return {
    total: kb('MemTotal'),
    free: kb('MemFree'),
    available: kb('MemAvailable'),
    shared: kb('Shmem'),
    buffers: kb('Buffers'),
    cache: kb('Cached') + kb('SReclaimable'),
    swapTotal: kb('SwapTotal'),
    swapFree: kb('SwapFree'),
  };
}
