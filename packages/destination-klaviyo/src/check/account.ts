import * as z from 'zod';
import type { KlaviyoFinding } from './finding.ts';

const text = z.string().nullish().catch(undefined);

/** Klaviyo: Accounts API, Get Accounts. Lenient: of an answer nothing is sure. */
const Account = z.object({
  id: text,
  attributes: z.object({
    test_account: z.boolean().nullish().catch(undefined),
    timezone: text,
    preferred_currency: text,
    contact_information: z.object({ organization_name: text }).nullish().catch(undefined),
  }),
});
const Accounts = z.object({ data: z.array(Account).min(1) });

/** Which account the key belongs to: its time zone is that of its reports, its currency that of events without one. */
export function accountFindings(body: unknown): readonly KlaviyoFinding[] {
  const account = Accounts.safeParse(body).data?.data[0];
  if (account === undefined) return [];
  const { test_account: isTest, timezone, preferred_currency: currency } = account.attributes;
  const name = account.attributes.contact_information?.organization_name;
  const findings: KlaviyoFinding[] = [
    {
      level: 'info',
      kind: 'account',
      reason: `The key is of the Klaviyo account ${name ?? 'without a name'} (${account.id ?? 'no id'}): time zone ${timezone ?? 'unknown'}, currency ${currency ?? 'unknown'}`,
      remedy: 'Amounts that say no currency are taken to be in this one: send currency with them.',
    },
  ];
  if (isTest === true) {
    findings.push({
      level: 'info',
      kind: 'test_account',
      reason: 'It is a test account',
      remedy: 'If real customers are meant, take the key of the real account.',
    });
  }
  return findings;
}
