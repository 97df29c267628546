/** Counts ids up from a first one, as the store's own tables do. */
export function counter(first: number): () => number {
  let next = first;
  return () => next++;
}
