import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { StoreUnavailable } from '../errors.ts';

/** So many deaths in a row are no accident. */
const mostDeaths = 3;
const prefix = 'opening.';
/** On another host we cannot ask whether the process is there. It would have opened the store by then. Milliseconds. */
const longestOpening = 10_000;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a marker was left by a process that ended while it opened the store. */
function isDeath(path: string): boolean {
  try {
    const [host, pid] = readFileSync(path, 'utf8').split('\n');
    if (host !== hostname()) return Date.now() - statSync(path).mtimeMs > longestOpening;
    // A container often gives its process the number that the last one had.
    return Number(pid) === process.pid || !isAlive(Number(pid));
  } catch {
    return false;
  }
}

/**
 * Marks that this process opens the store and reads from it for the first time. Damage that the check of the file did not
 * see may end the process in that moment; whoever starts it again would start it for ever. Only deaths between `begin` and
 * `done` count, and only when there were three without one success: a process that is killed at another time, or once, is
 * no reason to refuse.
 */
export class Opening {
  /** Under way in this process, which is alive. */
  static readonly #underWay = new Set<string>();
  readonly #directory: string;
  readonly #marker: string;
  /** Whether the last one that tried has died of it. */
  readonly isSuspicious: boolean;

  private constructor(directory: string) {
    this.#directory = directory;
    this.#marker = join(directory, `${prefix}${randomUUID()}`);
    this.isSuspicious = this.#deaths().length > 0;
  }

  /** @throws {StoreUnavailable} when opening the store has ended the last three processes that tried. */
  static begin(directory: string): Opening {
    const opening = new Opening(directory);
    const deaths = opening.#deaths();
    if (deaths.length >= mostDeaths) {
      throw new StoreUnavailable(
        `The store in ${directory} is damaged: opening it has ended the process ${deaths.length} times in a row. Restore the directory from a backup; or move it away and start with an empty one, and let backfill and reconcile of the sources bring the orders back: what was not delivered yet is then in the old directory. To try once more, delete ${deaths.join(', ')}.`,
      );
    }
    Opening.#underWay.add(opening.#marker);
    try {
      writeFileSync(opening.#marker, `${hostname()}\n${process.pid}\n`);
    } catch {
      // A full disk, or one that cannot be written: what follows says so better.
    }
    return opening;
  }

  /** It is open, and has been read from: what was before does not count any more. */
  done(): void {
    for (const path of this.#deaths()) rmSync(path, { force: true });
    this.failed();
  }

  /** It was refused, which is no death. */
  failed(): void {
    Opening.#underWay.delete(this.#marker);
    try {
      rmSync(this.#marker, { force: true });
    } catch {
      // A disk that cannot be written has no marker either.
    }
  }

  #deaths(): string[] {
    return readdirSync(this.#directory)
      .filter((name) => name.startsWith(prefix))
      .map((name) => join(this.#directory, name))
      .filter((path) => !Opening.#underWay.has(path) && isDeath(path));
  }
}
