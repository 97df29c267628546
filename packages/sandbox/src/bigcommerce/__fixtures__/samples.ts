import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BigCommerceSandbox } from '../public.ts';

/** A sample of the vendor's documentation, by its name below the folder that `MILLRACE_VENDOR` names. */
export async function sample(name: string): Promise<unknown> {
  const path = join(process.env['MILLRACE_VENDOR'] ?? '', 'bigcommerce', `${name}.json`);
  return JSON.parse(await readFile(path, 'utf8'));
}

/** What the sandbox answers, to a POST if there is a body. */
export async function ask(
  { url, storeHash, accessToken }: BigCommerceSandbox,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${url}/stores/${storeHash}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'x-auth-token': accessToken },
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.json();
}
