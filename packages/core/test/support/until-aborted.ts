/** A delivery that gets no answer, and heeds its signal. */
export const untilAborted = (
  _: unknown,
  { signal }: { readonly signal: AbortSignal },
): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  });
