import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** What arrived, against what the store has. */
export interface Verdict {
  readonly events: number;
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  /** Delivered again after the kill: a destination knows them by their key. */
  readonly repeated: number;
}

/** Compares the ids that were delivered with the facts of each order. */
export async function judge(
  delivered: string,
  facts: ReadonlyMap<number, readonly string[]>,
): Promise<Verdict> {
  const met = new Set<string>();
  let repeated = 0;
  for await (const id of createInterface({ input: createReadStream(delivered) })) {
    if (met.has(id)) repeated += 1;
    met.add(id);
  }
  const told = new Map<string, number>();
  const unexpected: string[] = [];
  for (const id of met) {
    const [, orderId = '', fact = ''] = /:order:(\d+):(\w+)/.exec(id) ?? [];
    if (orderId === '') continue;
    told.set(`${orderId}:${fact}`, (told.get(`${orderId}:${fact}`) ?? 0) + 1);
    if (!facts.get(Number(orderId))?.includes(fact)) unexpected.push(id);
  }
  const expected = [...facts].flatMap(([id, of]) => of.map((fact) => `${id}:${fact}`));
  const missing = expected.filter((fact) => !told.has(fact));
  const twice = [...told].filter(([, times]) => times > 1).map(([fact]) => fact);
  return { events: met.size, missing, unexpected: [...unexpected, ...twice], repeated };
}
