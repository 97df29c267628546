import type { Source } from '@millrace/core';
import { sourceContract } from '@millrace/core/testing';
import { describe, it } from 'vitest';
import { turns } from '../test/manual-clock.ts';
import { SmallStore } from '../test/small-store.ts';
import { clientSecret, webhook } from '../test/webhooks.ts';
import { bigcommerce } from './bigcommerce.ts';
import type { BigCommerceSource } from './source.ts';

function create(): BigCommerceSource {
  const store = new SmallStore();
  store.statuses.set(1, 11);
  return bigcommerce({
    poll: false,
    storeHash: 'abc123',
    accessToken: 'access-token-of-the-tests',
    clientSecret,
    fetch: store.fetch,
  });
}

describe('bigcommerce keeps the contract of a source', () => {
  const cases = sourceContract({
    create,
    async notify(source: Source, context) {
      const data = { type: 'order', id: 1 };
      const notice = webhook({ at: context.clock.now(), data });
      const { ok } = await (source as BigCommerceSource).handle(notice);
      await turns(20);
      return ok;
    },
  });
  it.each(cases)('$clause $name', ({ run }) => run());
});
