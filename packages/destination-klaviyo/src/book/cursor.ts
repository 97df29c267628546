import * as z from 'zod';

const Links = z.object({ next: z.string().nullish() });

/** Where the next page begins, by the `links` of a page. Only that is taken from it: the key goes nowhere but to the endpoint. */
export function cursorIn(links: unknown): string | undefined {
  const [, search] = Links.safeParse(links).data?.next?.split('?') ?? [];
  return new URLSearchParams(search).get('page[cursor]') ?? undefined;
}
