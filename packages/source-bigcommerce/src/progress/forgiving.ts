import type { Writable } from 'node:stream';

/** A stream that people may look at: `process.stderr`, or anything that is written to. */
export type Shown = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/**
 * The stream, for as long as it takes something: when the terminal goes away, or the reader of a pipe ends, what is
 * written goes nowhere, and nothing fails.
 */
export class Forgiving {
  readonly #stream: Shown;
  #isClosed = false;
  #listener: (() => void) | undefined;

  constructor(stream: Shown) {
    this.#stream = stream;
  }

  get isTTY(): boolean {
    return this.#stream.isTTY === true;
  }

  get columns(): number | undefined {
    return this.#stream.columns;
  }

  /** From now on its errors are ours. */
  hold(): void {
    if (this.#listener !== undefined) return;
    this.#listener = () => {
      this.#isClosed = true;
    };
    this.#stream.on('error', this.#listener);
  }

  readonly write = (text: string): boolean => {
    if (this.#isClosed || !this.#stream.writable) return false;
    try {
      return this.#stream.write(text);
    } catch {
      this.#isClosed = true;
      return false;
    }
  };

  /** Its errors are no more ours once what was written is through: a broken pipe may show only then. */
  release(): void {
    const listener = this.#listener;
    if (listener === undefined) return;
    this.#listener = undefined;
    const end = (): void => void setImmediate(() => this.#stream.off('error', listener));
    if (this.#isClosed || !this.#stream.writable) end();
    else this.#stream.write('', end);
  }
}
