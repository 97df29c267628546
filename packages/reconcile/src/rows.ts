import { Big } from 'big.js';
import type { Compared } from './compare-event.ts';
import { decimal, written } from './decimal.ts';
import type { Row } from './report.ts';
import { agree, bucketsOf, type Counted, idOf } from './tally.ts';

/** @param open the accounts, days and currencies of which a difference is not explained. */
export function rowsOf(
  event: string,
  { left, right }: Pick<Compared, 'left' | 'right'>,
  open: ReadonlySet<string>,
): readonly Row[] {
  return bucketsOf(left, right).map((bucket) => {
    const [ours, theirs] = [left.of(bucket), right.of(bucket)];
    const agrees = agree(ours, theirs);
    return {
      event,
      account: bucket.account,
      day: bucket.day,
      currency: bucket.currency,
      source: sumOf(ours),
      destination: sumOf(theirs),
      editedBy: written(ours.editedBy),
      agrees,
      explained: !agrees && !open.has(idOf(bucket)),
    };
  });
}

const sumOf = ({ count, value }: Counted) => ({ count, value: written(value) });

/** The rows of each account and currency as one, whose `day` is empty. */
export function totalsOf(rows: readonly Row[]): readonly Row[] {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const name = `${row.event}\n${row.account}\n${row.currency}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return [...groups.values()].map(totalOf);
}

function totalOf(rows: readonly [Row, ...Row[]]): Row {
  const add = (side: 'source' | 'destination') => ({
    count: rows.reduce((count, row) => count + row[side].count, 0),
    value: written(sum(rows.map((row) => row[side].value))),
  });
  const [source, destination] = [add('source'), add('destination')];
  const agrees = source.count === destination.count && source.value === destination.value;
  return {
    ...rows[0],
    day: '',
    source,
    destination,
    editedBy: written(sum(rows.map(({ editedBy }) => editedBy))),
    agrees,
    explained: !agrees && rows.every((row) => row.agrees || row.explained),
  };
}

const sum = (amounts: readonly string[]): Big =>
  amounts.reduce((total, amount) => total.plus(decimal(amount)), new Big(0));
