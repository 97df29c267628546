import type { Answer, Refusal } from './exchange.ts';
import type { RequestFault } from './fault.ts';
import type { Sleeper } from './sleeper.ts';

/** What the client is told of a request that meets `fault`, or `undefined` when it is told nothing. */
export async function meetFault(
  fault: RequestFault | undefined,
  process: () => Promise<Answer>,
  refuse: Refusal,
  sleeper: Sleeper,
): Promise<Answer | undefined> {
  if (!fault) return process();
  if (fault.kind === 'slow') {
    if (!fault.after) await sleeper.sleep(fault.ms);
    const answer = await process();
    if (fault.after) await sleeper.sleep(fault.ms);
    return answer;
  }
  if (fault.after) await process();
  return instead(fault, refuse);
}

/** What comes instead of the true answer. */
function instead(
  fault: Exclude<RequestFault, { kind: 'slow' }>,
  refuse: Refusal,
): Answer | undefined {
  switch (fault.kind) {
    case 'reset':
      return undefined;
    case 'throttle':
      return refuse(429, fault.retryAfter ?? 1);
    case 'html':
      return webPage(fault.status ?? 502);
    case 'status': {
      const { status, body } = fault;
      const answer = 'body' in fault ? { status, body } : refuse(status);
      return { ...answer, headers: { ...answer.headers, ...fault.headers } };
    }
    default:
      return fault satisfies never;
  }
}

function webPage(status: number): Answer {
  const body = `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>Error ${status}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, body };
}
