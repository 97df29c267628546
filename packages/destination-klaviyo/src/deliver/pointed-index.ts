const pointed = /^\/data\/attributes\/profiles\/data\/(\d+)(?:\/|$)/;

/** Which of the profiles of a job a pointer is about. */
export function pointedIndex(pointer: string): number | undefined {
  const [, index] = pointed.exec(pointer) ?? [];
  return index === undefined ? undefined : Number(index);
}
