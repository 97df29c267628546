import type { SandboxRequest } from '../../http/index.ts';
import { problemOf } from './problems.ts';
import { Refused } from './refusal.ts';

/** Klaviyo: a revision is stable for one year, deprecated for another, and then retired. */
const YEARS_ALIVE = 2;

/** Judges what every request must bring: the private key, and a revision that is alive. */
export function admit(request: SandboxRequest, apiKey: string, newestRevision: string): void {
  const { authorization, revision } = request.headers;
  if (authorization === undefined) throw new Refused([problemOf(401)]);
  if (authorization !== `Klaviyo-API-Key ${apiKey}`) {
    const title = 'Incorrect authentication credentials.';
    const detail = 'Missing or invalid private key.';
    throw new Refused([{ ...problemOf(401, detail), code: 'authentication_failed', title }]);
  }
  if (typeof revision !== 'string' || revision === '') {
    throw new Refused([{ ...problemOf(400, 'The revision header is required.'), code: 'invalid' }]);
  }
  if (!/^\d{4}-\d\d-\d\d$/.test(revision) || revision > newestRevision) {
    throw new Refused([{ ...problemOf(400, `Unknown revision '${revision}'.`), code: 'invalid' }]);
  }
  if (revision <= yearsBefore(newestRevision, YEARS_ALIVE)) throw new Refused([problemOf(410)]);
}

function yearsBefore(date: string, years: number): string {
  return `${Number(date.slice(0, 4)) - years}${date.slice(4)}`;
}
