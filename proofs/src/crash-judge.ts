import type { KlaviyoEvent } from '@millrace/sandbox';

export interface Verdict {
  readonly acknowledged: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  readonly holds: boolean;
}

/** Compares what was acknowledged with what has arrived. Order ids are `round-caller-number`, each caller one person. */
export function judge(
  acknowledged: readonly string[],
  events: readonly KlaviyoEvent[],
  pending: number,
): Verdict {
  const arrived = events.filter(({ metric }) => metric === 'Placed Order');
  const ids = arrived.map(({ unique_id }) => unique_id ?? '');
  const distinct = new Set(ids);
  const lost = acknowledged.filter((id) => !distinct.has(id)).length;

  const last = new Map<string, number>();
  let outOfOrder = 0;
  for (const id of ids) {
    const [round, caller = '', number] = id.split('-');
    const position = Number(round) * 1e9 + Number(number);
    if (position < (last.get(caller) ?? -1)) outOfOrder += 1;
    last.set(caller, position);
  }
  const duplicated = ids.length - distinct.size;
  return {
    acknowledged: acknowledged.length,
    lost,
    duplicated,
    outOfOrder,
    holds: acknowledged.length > 0 && lost + duplicated + outOfOrder + pending === 0,
  };
}
