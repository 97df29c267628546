import type { Row } from './judge/row.ts';

/** The table, with what differs below it. */
export function printTable(rows: readonly Row[]): void {
  const widest = Math.max(...rows.map(({ what }) => what.length));
  const line = (what: string, store: string, klaviyo: string, mark: string): void =>
    console.log(
      `  ${what.padEnd(widest)}${store.padStart(16)}${klaviyo.padStart(16)}  ${mark}`.trimEnd(),
    );
  line('', 'store', 'Klaviyo', '');
  for (const { what, store, klaviyo, differs, explained } of rows) {
    line(what, store, klaviyo, differs ? 'DIFFERS' : explained ? 'explained' : '');
  }
  for (const { what, problems } of rows) {
    for (const problem of problems) console.log(`  ! ${what}: ${problem}`);
  }
}
