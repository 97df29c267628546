import { describe, expect, test } from 'vitest';
import { bundle } from '../../test/bundles.ts';
import { openTelling } from '../../test/telling.ts';
import type { AccountEmail } from '../customer/account.ts';
import type { OrderBundle } from './bundle.ts';

describe('whose an order is', () => {
  const whose = async (of: OrderBundle, account: AccountEmail) => {
    const { drafts } = await openTelling().look(of, { emailOf: async () => account });
    const [{ userId, context } = {}] = drafts;
    return { userId, email: context?.traits?.['email'], phone: context?.traits?.['phone'] };
  };

  test('is said by the email of the account, whatever the billing address says', async () => {
    const account = { is: 'known', email: 'parent@example.org' } as const;
    expect(await whose(bundle(), account)).toEqual({
      userId: '42',
      email: 'parent@example.org',
      phone: '+44 113 000 0000',
    });
  });

  test('is said by the customer id alone where the account is not known', async () => {
    expect(await whose(bundle(), { is: 'unknown' })).toEqual({ userId: '42' });
  });

  test('is said by the billing address where customers may not be read', async () => {
    expect(await whose(bundle(), { is: 'refused' })).toMatchObject({
      userId: '42',
      email: 'ada@example.org',
    });
  });

  test('is said by the billing address of a guest', async () => {
    expect(await whose(bundle({ customer_id: 0 }), { is: 'unknown' })).toMatchObject({
      email: 'ada@example.org',
    });
  });
});
