import type { SourceContext, StateChange } from '@millrace/core';

const pageSize = 500;

/**
 * Everything under a prefix, of keys that go on with digits. A page that is full is read again in ten parts, one for
 * each next digit, since `recallAll` cannot go on from where it stopped.
 */
export async function* recallEach(
  context: Pick<SourceContext, 'recallAll'>,
  prefix: string,
  size = pageSize,
): AsyncGenerator<StateChange> {
  const page = await context.recallAll(prefix, size);
  if (page.length < size) {
    yield* page;
    return;
  }
  yield* page.filter(({ key }) => key === prefix);
  for (let digit = 0; digit <= 9; digit += 1) yield* recallEach(context, prefix + digit, size);
}
