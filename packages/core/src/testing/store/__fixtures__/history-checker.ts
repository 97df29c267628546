import type { Settlement } from '../../../store/lease.ts';

/**
 * What callers saw of a store that many of them used at the same time. `called` and `answered` are ticks of one counter:
 * of two operations, one came before the other only if it was answered before the other was called.
 */
export type Operation = { readonly called: number; readonly answered: number } & (
  | {
      readonly kind: 'append';
      readonly id: string;
      readonly person: string;
      readonly isNew: boolean;
    }
  | {
      readonly kind: 'lease';
      /** Which lease of all. */
      readonly lease: string;
      readonly epoch: number;
      /** By the store's clock, in milliseconds. */
      readonly at: number;
      readonly expiresAt: number;
      readonly ids: readonly string[];
    }
  | {
      readonly kind: 'settle';
      readonly lease: string;
      /** By id. */
      readonly statuses: Readonly<Record<string, Settlement['status']>>;
      /** `false`: it was rejected as lost, and must have changed nothing. */
      readonly done: boolean;
    }
);

type Of<K extends Operation['kind']> = Extract<Operation, { kind: K }>;

/** After these an event is not lent again. */
const isFinal = (status: Settlement['status'] | undefined): boolean =>
  status === 'delivered' || status === 'dead' || status === 'dropped';

const lent = (lease: Of<'lease'>, id: string): string => `${id} was lent by lease ${lease.lease}`;

/** One event's part of a history. */
interface Life {
  readonly id: string;
  readonly appends: readonly Of<'append'>[];
  readonly leases: readonly Of<'lease'>[];
  /** The settles that say what became of it for good. */
  readonly ends: readonly Of<'settle'>[];
}

function* checkAppends({ id, appends, leases }: Life): Iterable<string> {
  const news = appends.filter(({ isNew }) => isNew).length;
  if (news !== 1) yield `${id} was answered as new ${news} times`;
  const first = Math.min(...appends.map(({ called }) => called));
  for (const lease of leases) {
    if (lease.answered < first) yield `${lent(lease, id)} before it was appended`;
  }
}

function* checkEnds({ id, leases, ends }: Life): Iterable<string> {
  if (ends.length !== 1) yield `${id} was settled for good ${ends.length} times`;
  for (const end of ends) {
    const again = leases.find(({ called }) => called > end.answered);
    if (again !== undefined) yield `${lent(again, id)} after it was settled for good`;
  }
}

/** Whether `earlier` is surely still on loan when `later` is answered. */
function overlaps(
  earlier: Of<'lease'>,
  later: Of<'lease'>,
  settleOf: ReadonlyMap<string, Of<'settle'>>,
): boolean {
  if (later.epoch > earlier.epoch || later.at >= earlier.expiresAt) return false;
  const settle = settleOf.get(earlier.lease);
  return settle === undefined || settle.called > later.answered;
}

function* checkLoans(
  { id, leases }: Life,
  settleOf: ReadonlyMap<string, Of<'settle'>>,
): Iterable<string> {
  for (const [index, later] of leases.entries()) {
    for (const earlier of leases.slice(0, index)) {
      if (overlaps(earlier, later, settleOf)) {
        yield `${lent(later, id)} while lease ${earlier.lease} had it`;
      }
      const settle = settleOf.get(earlier.lease);
      if (settle?.done === true && settle.called > later.answered) {
        yield `${id} was settled by lease ${earlier.lease} after lease ${later.lease} had it`;
      }
    }
  }
}

/** `before` was appended before `after`, both about one person. */
function* checkOrder(before: Life, after: Life): Iterable<string> {
  const [end] = before.ends;
  for (const lease of after.leases) {
    const place = lease.ids.indexOf(before.id);
    if (place >= 0 && place < lease.ids.indexOf(after.id)) continue;
    if (end === undefined || end.called > lease.answered) {
      yield `${after.id} overtook ${before.id} in lease ${lease.lease}`;
    }
  }
}

/**
 * Judges a history that has ended with everything settled, and says what cannot be of a store that keeps its promises
 * (docs/spec/store.md, A1, A2, L1 to L3, L7, L8, S1). What two operations at the same time make of each other is left
 * open: only what is certain is a finding.
 */
export function checkHistory(operations: readonly Operation[]): readonly string[] {
  const sorted = [...operations].sort((a, b) => a.answered - b.answered);
  const settleOf = new Map<string, Of<'settle'>>();
  const lives = new Map<
    string,
    { [K in keyof Life]: Life[K] extends readonly (infer T)[] ? T[] : Life[K] }
  >();
  const lifeOf = (id: string) => {
    const life = lives.get(id) ?? { id, appends: [], leases: [], ends: [] };
    lives.set(id, life);
    return life;
  };
  for (const operation of sorted) {
    if (operation.kind === 'append') lifeOf(operation.id).appends.push(operation);
    if (operation.kind === 'lease')
      for (const id of operation.ids) lifeOf(id).leases.push(operation);
    if (operation.kind === 'settle') {
      settleOf.set(operation.lease, operation);
      if (!operation.done) continue;
      for (const [id, status] of Object.entries(operation.statuses)) {
        if (isFinal(status)) lifeOf(id).ends.push(operation);
      }
    }
  }

  const findings: string[] = [];
  const people = new Map<string, Life[]>();
  for (const life of lives.values()) {
    findings.push(...checkAppends(life), ...checkEnds(life), ...checkLoans(life, settleOf));
    const person = life.appends[0]?.person ?? '';
    people.set(person, [...(people.get(person) ?? []), life]);
  }
  for (const events of people.values()) {
    const first = (life: Life) => life.appends.find(({ isNew }) => isNew);
    for (const before of events) {
      for (const after of events) {
        if ((first(before)?.answered ?? Infinity) < (first(after)?.called ?? -1)) {
          findings.push(...checkOrder(before, after));
        }
      }
    }
  }
  return findings;
}
