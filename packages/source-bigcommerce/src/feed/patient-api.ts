import type { Clock } from '@millrace/core';
import type { Api } from '../api/api.ts';
import { patient } from '../api/backoff.ts';
import { isOutage, Throttled } from '../api/errors.ts';
import { Gate } from '../api/gate.ts';

const attempts = 5;

/**
 * Reads what could not be read again, a few times: half a feed is of no use. After a failure its calls wait for a while,
 * longer each time; for the quota, they all wait anyway.
 */
export function patientApi(api: Api, clock: Clock): Api {
  const gate = new Gate(clock, Math.random);
  return {
    send: (method, path, body, call) => api.send(method, path, body, call),
    async get(path, call) {
      for (let attempt = 1; ; attempt += 1) {
        await gate.pass(call.signal);
        const sentAt = clock.now();
        try {
          const answer = await api.get(path, call);
          gate.succeeded();
          return answer;
        } catch (error) {
          const mayPass = isOutage(error) || error instanceof Throttled;
          if (!mayPass || attempt === attempts) throw error;
          if (isOutage(error)) gate.failed(sentAt, patient);
        }
      }
    },
  };
}
