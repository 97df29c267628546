import { parseArgs } from 'node:util';
import { MillraceError } from '@millrace/core';
import { type BigCommerceHooks, bigcommerceHooks } from './bigcommerce-hooks.ts';
import type { HooksReport, Remedy } from './examine.ts';

const usage = `Looks after the webhooks of a BigCommerce store.

  bigcommerce-hooks examine --destination https://shop.example/webhooks
  bigcommerce-hooks repair  --destination https://shop.example/webhooks --exceptions-to https://shop.example/exceptions
  bigcommerce-hooks remove  --destination https://shop.example/webhooks
  bigcommerce-hooks notify  --destination https://shop.example/webhooks --email ops@shop.example

The account is in BIGCOMMERCE_STORE_HASH and BIGCOMMERCE_ACCESS_TOKEN; a header that the webhooks are to carry in
BIGCOMMERCE_WEBHOOK_HEADER, as "name: value".`;

const options = {
  destination: { type: 'string' },
  'exceptions-to': { type: 'string' },
  email: { type: 'string', multiple: true },
} as const;

/**
 * The command line of the hooks.
 *
 * @param write takes one line.
 * @returns the exit code: 1 when something is wrong with the webhooks or could not be done.
 */
export async function hooksCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  write: (line: string) => void,
): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [action] = positionals;
    if (action === undefined || values.destination === undefined) {
      write(usage);
      return 1;
    }
    const hooks = bigcommerceHooks({
      storeHash: env['BIGCOMMERCE_STORE_HASH'] ?? '',
      accessToken: env['BIGCOMMERCE_ACCESS_TOKEN'] ?? '',
      ...(env['BIGCOMMERCE_API'] !== undefined && { endpoint: env['BIGCOMMERCE_API'] }),
      ...header(env['BIGCOMMERCE_WEBHOOK_HEADER']),
      webhooks: {
        destination: values.destination,
        ...(values['exceptions-to'] !== undefined && { exceptionsTo: values['exceptions-to'] }),
      },
    });
    return await act(action, hooks, values.email ?? [], write);
  } catch (error) {
    if (!MillraceError.isInstance(error) && !(error instanceof TypeError)) throw error;
    write(error.message);
    return 1;
  }
}

async function act(
  action: string,
  hooks: BigCommerceHooks,
  emails: readonly string[],
  write: (line: string) => void,
): Promise<number> {
  switch (action) {
    case 'examine': {
      const report = await hooks.examine();
      for (const line of linesOf(report)) write(line);
      return report.remedies.length + report.blocked.length === 0 ? 0 : 1;
    }
    case 'repair': {
      const done = await hooks.repair();
      for (const remedy of done) write(`Done: ${sentenceOf(remedy)}`);
      write(done.length === 0 ? 'Nothing was to be done.' : `${done.length} done.`);
      return 0;
    }
    case 'remove':
      write(`${await hooks.remove()} removed.`);
      return 0;
    case 'notify':
      await hooks.notify(emails);
      write(`BigCommerce writes to ${emails.join(', ') || 'nobody'} when it gives a webhook up.`);
      return 0;
    default:
      write(usage);
      return 1;
  }
}

function linesOf({ hooks, remedies, blocked, emails }: HooksReport): readonly string[] {
  return [
    ...hooks.map(({ id, status, scope, destination }) => `${id} ${status} ${scope} ${destination}`),
    ...blocked.map(
      ({ destination, secondsLeft, why }) =>
        `Blocked: ${destination} for ${secondsLeft} seconds more: ${why}`,
    ),
    ...remedies.map((remedy) => `To do: ${sentenceOf(remedy)}`),
    `Written to when a webhook is given up: ${emails.join(', ') || 'nobody'}`,
    remedies.length + blocked.length === 0 ? 'All is well.' : 'Run "repair" to put it in order.',
  ];
}

function sentenceOf({ action, scope, destination, why }: Remedy): string {
  return `${action} ${scope} to ${destination}, as ${why}`;
}

function header(written: string | undefined) {
  const [, name, value] = /^([^:]+):\s*(.+)$/.exec(written ?? '') ?? [];
  return name === undefined || value === undefined ? {} : { sharedHeader: { name, value } };
}
