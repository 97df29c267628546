import type { Api } from '../api/api.ts';

/** The same API, with every call in the background, at the pace of a share of the quota. */
export function background(api: Api, share: number): Api {
  return {
    get: (path, call) => api.get(path, { ...call, priority: 'background', share }),
    send: (method, path, body, call) =>
      api.send(method, path, body, { ...call, priority: 'background', share }),
  };
}
