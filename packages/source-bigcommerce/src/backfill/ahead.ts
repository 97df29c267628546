/** The same, with the next one being fetched while the one before is dealt with: one, never more. */
export async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const fetch = (): Promise<IteratorResult<T>> => {
    const next = iterator.next();
    // Whoever takes it sees the error; until then it is nobody's.
    next.catch(() => undefined);
    return next;
  };
  try {
    for (let next = fetch(); ;) {
      const result = await next;
      if (result.done === true) return;
      next = fetch();
      yield result.value;
    }
  } finally {
    await iterator.return?.().catch(() => undefined);
  }
}
