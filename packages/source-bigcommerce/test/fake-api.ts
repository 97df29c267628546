import type { Api } from '../src/api/api.ts';
import { NotFound } from '../src/api/errors.ts';

/** An API that has an answer for some paths, and 404 for the others. */
export function fakeApi(
  answers: Readonly<Record<string, unknown>>,
): Api & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  return {
    asked,
    async get(path, { query = {} }) {
      const shown = Object.entries(query)
        .filter(([name]) => name !== 'page' && name !== 'limit')
        .map(([name, value]) => `${name}=${value}`);
      asked.push(shown.length > 0 ? `${path}?${shown.join('&')}` : path);
      if (!(path in answers)) throw new NotFound(path);
      return structuredClone(answers[path]);
    },
    send: (_, path) => Promise.reject(new NotFound(path)),
  };
}
