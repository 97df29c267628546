import type { SourceContext, StateChange } from '@millrace/core';

const pageSize = 500;

/** Everything under a prefix, in key order; also what is added behind the place that was reached meanwhile. */
export async function* recallEach(
  context: Pick<SourceContext, 'recallAll'>,
  prefix: string,
  size = pageSize,
): AsyncGenerator<StateChange> {
  let after: string | undefined;
  for (;;) {
    const page = await context.recallAll(prefix, size, after);
    yield* page;
    after = page.at(-1)?.key;
    if (page.length < size) return;
  }
}
