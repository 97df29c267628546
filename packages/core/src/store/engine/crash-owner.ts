import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Opener } from '../opener.ts';

/** The stores of this process that are open or were never closed: another one of its pid had an earlier life. */
const ours = new Set<string>();

const thisProcess: Opener = {
  host: hostname(),
  pid: process.pid,
  isAlive(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== 'ESRCH';
    }
  },
};

export function tokenOf({ host, pid }: Opener = thisProcess): string {
  const token = `${host}:${pid}:${randomUUID()}`;
  ours.add(token);
  return token;
}

/** The store is closed. */
export function letGo(token: string): void {
  ours.delete(token);
}

export function isGone(token: string, opener: Opener = thisProcess): boolean {
  const [host, pid] = token.split(':');
  if (host !== opener.host) return false;
  return Number(pid) === opener.pid ? !ours.has(token) : !opener.isAlive(Number(pid));
}
