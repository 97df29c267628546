import type { Clock } from '@millrace/core';
import { FeedStalled } from './errors.ts';

export interface BodyOptions {
  readonly clock: Clock;
  /** How long the reader may take nothing, in milliseconds. */
  readonly idleMs: number;
  /** Aborted when nobody reads any more, so that nothing is fetched for nobody. */
  readonly stop: AbortController;
  /** Called once, however it ends; `error` when it ended in the middle, `cut` when that was the reader's doing. */
  readonly ended: (how: { readonly error?: unknown; readonly cut?: true }) => void;
}

/**
 * The chunks as a body, each made when the reader asks for it: none is held. When one cannot be made, the body breaks off
 * and the connection with it, so that nobody takes what came for all there is.
 */
export function bodyOf(
  chunks: AsyncGenerator<string>,
  { clock, idleMs, stop, ended }: BodyOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isOver = false;
  let idle = { cancel: (): void => undefined };
  const over = (how: Parameters<BodyOptions['ended']>[0]): void => {
    if (isOver) return;
    isOver = true;
    idle.cancel();
    stop.abort();
    ended(how);
    // What it throws now is of no interest: how it ended is told.
    chunks.return(undefined).catch(() => undefined);
  };

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        idle.cancel();
        try {
          const { value, done } = await chunks.next();
          if (isOver) return;
          if (done === true) {
            controller.close();
            over({});
            return;
          }
          controller.enqueue(encoder.encode(value));
        } catch (error) {
          if (isOver) return;
          controller.error(error);
          over({ error });
          return;
        }
        idle = clock.after(
          idleMs,
          () => {
            const error = new FeedStalled(idleMs);
            controller.error(error);
            over({ error, cut: true });
          },
          { background: true },
        );
      },
      cancel: (error: unknown) => over({ error, cut: true }),
    },
    { highWaterMark: 0 },
  );
}
