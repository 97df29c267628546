type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The members of `value` that are there. */
export function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as Present<T>;
}
