import type { Audit } from './audit.ts';

export function printTable({ rows, agrees }: Audit, ms: number): void {
  const widest = Math.max(...rows.map(({ what }) => what.length));
  const line = (what: string, store: string, klaviyo: string, mark: string): void =>
    console.log(
      `  ${what.padEnd(widest)}  ${store.padStart(12)}  ${klaviyo.padStart(12)}  ${mark}`,
    );
  console.log('');
  line('', 'BigCommerce', 'Klaviyo', '');
  for (const row of rows) line(row.what, row.store, row.klaviyo, row.agrees ? 'ok' : 'DIFFERS');
  console.log('');
  console.log(
    agrees ? `Both ends agree (${(ms / 1_000).toFixed(1)} s).` : 'The two ends differ: see above.',
  );
}
