import { turns } from './manual-clock.ts';

/** Where a `fetch` goes. */
export const urlOf = (input: Parameters<typeof fetch>[0]): string =>
  input instanceof Request ? input.url : input.toString();

/** A `fetch` that knows what is under way, so that a test can wait for it instead of sleeping. */
export class Traffic {
  #underWay = 0;
  #quiet: (() => void)[] = [];
  #awaited: { path: RegExp; tell: () => void }[] = [];
  /** The paths of all requests, oldest first. */
  readonly asked: string[] = [];
  /** The most requests that were under way at a time. */
  most = 0;

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    this.#underWay += 1;
    this.most = Math.max(this.most, this.#underWay);
    const url = input instanceof Request ? input.url : String(input);
    this.asked.push(new URL(url).pathname);
    for (const { path, tell } of this.#awaited) if (path.test(new URL(url).pathname)) tell();
    try {
      const response = await globalThis.fetch(input, init);
      const body = await response.arrayBuffer();
      const { status, headers } = response;
      return new Response(body.byteLength === 0 ? null : body, { status, headers });
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) for (const tell of this.#quiet.splice(0)) tell();
    }
  };

  /** Resolves when the next request to such a path is sent. */
  sent(path: RegExp): Promise<void> {
    return new Promise((tell) => {
      this.#awaited.push({ path, tell });
    });
  }

  /** Resolves when no request is under way and none follows: all that goes on then waits for time. */
  readonly idle = async (): Promise<void> => {
    await turns();
    while (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#quiet.push(resolve);
      });
      await turns();
    }
  };
}
