import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { Skipped } from './fault.ts';

export interface Mounted {
  readonly path: string;
  /** `remount,ro`, `remount,size=64m`, … */
  again(options: string): void;
  unmount(): void;
}

const quiet = { stdio: 'ignore' } as const;

/**
 * A small file system in memory.
 *
 * @throws {Skipped} where mounting is not allowed.
 */
export function mountSmall(path: string, megabytes: number): Mounted {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], quiet);
  } catch {
    throw new Skipped('a file system of its own cannot be mounted here; run it as root');
  }
  return {
    path,
    again: (options) => void execFileSync('mount', ['-o', `remount,${options}`, path], quiet),
    unmount: () => void execFileSync('umount', ['-l', path], quiet),
  };
}
