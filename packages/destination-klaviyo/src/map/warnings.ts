import type { Warning } from '@millrace/core';

/** How many names a warning gives. */
const mostNames = 5;

/** Domains of which Klaviyo's documentation says that it throws their addresses away, and those that are made for it. */
const testDomain =
  /@(?:.+\.)?(?:example\.(?:com|net|org)|test\.com|[^.]+\.(?:test|example|invalid))$/i;

/**
 * An address that nobody has. Klaviyo answers 202, and stores nothing.
 *
 * Klaviyo: Events API overview, "example.com, test.com and similar"; RFC 2606
 */
export function testAddress(email: string | undefined): Warning | undefined {
  if (email === undefined || !testDomain.test(email)) return undefined;
  const domain = email.slice(email.lastIndexOf('@') + 1);
  return {
    kind: 'test_address',
    reason: `its address is at ${domain}: Klaviyo accepts what is sent about test addresses and throws it away. Test with a domain of your own`,
  };
}

/** What was too long, and lost its end. */
export function partsCut(metric: string, names: readonly string[]): Warning {
  return {
    kind: 'parts_cut',
    reason: `${metric}: ${listed(names)} lost what is beyond Klaviyo's limits (strings of 100 KB, lists of 4,000 items). Send less`,
  };
}

/** Klaviyo: Events API overview, Limitations: such values are "ignored", as if they were not there. */
export function valuesIgnored(metric: string, names: readonly string[]): Warning {
  return {
    kind: 'values_ignored',
    reason: `${metric}: Klaviyo takes 0, null and "" among an event's properties for unset, so ${listed(names)} will not be seen. Send a text such as "0", if it matters`,
  };
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => `"${name.slice(0, 60)}"`);
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
