import type { Difference, Report } from '@millrace/reconcile';
import { type Row, row } from './row.ts';

/** What the library's own reconcile says of every metric and currency. */
export function judgeReport({ totals, differences, counts, findings }: Report): readonly Row[] {
  return [
    ...totals.map(({ account, currency, source, destination, agrees, explained }) => ({
      what: `reconcile: ${account}, ${currency}`,
      store: `${source.count} = ${source.value}`,
      klaviyo: `${destination.count} = ${destination.value}`,
      differs: !agrees && !explained,
      explained: !agrees && explained,
      problems: [],
    })),
    row('reconcile: open differences', 0, counts.open, [
      ...differences.filter((each) => each.explained === undefined).map(sentenceOf),
      ...(counts.open > 0 ? findings.map(({ text }) => text) : []),
    ]),
  ];
}

const sentenceOf = ({ kind, account, key, source, destination }: Difference): string =>
  `${account} ${key}: ${kind}: ${source?.at} ${source?.value} ${source?.currency}, ${destination?.at} ${destination?.value} ${destination?.currency}`;
