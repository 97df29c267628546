import { type DestinationContext, DestinationUnavailable } from '@millrace/core';

/**
 * Lets `ms` milliseconds pass.
 *
 * @throws {DestinationUnavailable} as soon as the pipeline closes.
 */
export function wait(
  ms: number,
  { clock, signal }: Pick<DestinationContext, 'clock' | 'signal'>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = (): void => {
      timer.cancel();
      reject(new DestinationUnavailable('Klaviyo is not waited for: the pipeline is closing'));
    };
    const timer = clock.after(ms, () => {
      signal.removeEventListener('abort', closed);
      resolve();
    });
    if (signal.aborted) closed();
    else signal.addEventListener('abort', closed, { once: true });
  });
}
