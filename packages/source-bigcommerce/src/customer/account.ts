import * as z from 'zod';
import { AccessRefused, NotFound, Throttled, UnexpectedAnswer } from '../api/errors.ts';
import { Deadline } from '../catalog/deadline.ts';
import { text } from '../fields.ts';
import type { Shop } from '../shop.ts';
import { Gather } from './gather.ts';
import { currentEmail } from './memory.ts';
import { rowsById } from './rows.ts';

const path = '/v3/customers';
const Row = z.object({ email: text });

/** Nobody waits longer to hear whose email it is. */
const patienceMs = 3_000;
/** They all stand in the address of a request. */
const atOnce = 50;

/** The email address of a registered customer's account, as far as it can be had. */
export type AccountEmail =
  | { readonly is: 'known'; readonly email: string }
  /** It has none, or nobody could say it in time. */
  | { readonly is: 'unknown' }
  /** The access token lacks the scope Customers. */
  | { readonly is: 'refused' };

/** Finds out the email of an account. */
export type EmailOfAccount = (customerId: string) => Promise<AccountEmail>;

const unknown: AccountEmail = { is: 'unknown' };

/** As an answer of `GET /v3/customers` has it. */
export function emailIn(row: unknown): string | undefined {
  return Row.safeParse(row).data?.email;
}

function accountIn(row: unknown): AccountEmail {
  const email = emailIn(row);
  return email === undefined ? unknown : { is: 'known', email };
}

/**
 * Asks for one account at a time: those that are asked for meanwhile share a request. Nobody waits for it longer than three
 * seconds, and nothing fails because of it.
 *
 * @throws {Throttled} whoever asks goes on when the quota does. The signal's reason, when it is aborted.
 */
export function accountReader({
  api,
  context,
}: Pick<Shop, 'api' | 'context'>): (
  customerId: string,
  signal: AbortSignal,
) => Promise<AccountEmail> {
  const gather = new Gather((ids, signal) => rowsById(api, path, ids, { signal }));
  return async (id, signal) => {
    let found: () => AccountEmail = () => unknown;
    const reading = gather.one(id, signal).then(
      (row) => {
        found = () => accountIn(row);
      },
      (error: unknown) => {
        found = () => accountAfter(error);
      },
    );
    const deadline = new Deadline(context.clock, patienceMs, signal);
    await deadline.meets(reading);
    deadline.end();
    signal.throwIfAborted();
    return found();
  };
}

function accountAfter(error: unknown): AccountEmail {
  if (error instanceof Throttled) throw error;
  return error instanceof AccessRefused ? { is: 'refused' } : unknown;
}

/**
 * Reads many accounts ahead, but those of whom was told: they say their email themselves.
 *
 * @throws {ApiError} when the store does not answer.
 */
export async function readAccounts(
  customerIds: readonly string[],
  { api, context }: Pick<Shop, 'api' | 'context'>,
  signal: AbortSignal,
): Promise<EmailOfAccount> {
  const ids: string[] = [];
  for (const id of new Set(customerIds)) {
    if ((await currentEmail(context, id)) === undefined) ids.push(id);
  }
  const found = new Map<string, AccountEmail>();
  for (let first = 0; first < ids.length; first += atOnce) {
    const some = ids.slice(first, first + atOnce);
    try {
      const rows = await rowsById(api, path, some, { signal });
      for (const id of some) found.set(id, accountIn(rows.get(id)));
    } catch (error) {
      if (!isLasting(error)) throw error;
      for (const id of some) found.set(id, accountAfter(error));
    }
  }
  return async (id) => found.get(id) ?? unknown;
}

const isLasting = (error: unknown): boolean =>
  error instanceof AccessRefused || error instanceof NotFound || error instanceof UnexpectedAnswer;
