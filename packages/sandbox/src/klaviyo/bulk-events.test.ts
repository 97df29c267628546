import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bulk, event, group } from './__fixtures__/bodies.ts';
import { client } from './__fixtures__/client.ts';
import { type KlaviyoSandbox, klaviyoSandbox } from './index.ts';

let sandbox: KlaviyoSandbox;
let send: ReturnType<typeof client>;

beforeEach(async () => {
  sandbox = await klaviyoSandbox({ rateLimits: false });
  send = client(sandbox);
});
afterEach(() => sandbox.close());

const post = (...groups: readonly unknown[]) =>
  send('POST', '/api/event-bulk-create-jobs', bulk(...groups));
const ana = { email: 'ana@shop.co' };
const bo = { email: 'bo@shop.co' };
const pointer = (rest: string) => `/data/attributes/events-bulk-create/data/${rest}`;

describe('POST /api/event-bulk-create-jobs', () => {
  it('stores every event of every group', async () => {
    const { status, text } = await post(
      group(ana, [{ unique_id: '1' }, { unique_id: '2', backfill: false }], { backfill: true }),
      group(bo, [{ unique_id: '1' }]),
      group({ email: 'ANA@shop.co' }, [{ unique_id: '3' }]),
    );
    expect([status, text]).toEqual([202, '']);
    const [first, second] = sandbox.profiles;
    expect(sandbox.events.map(({ profileId }) => profileId)).toEqual(
      [first, first, second, first].map((profile) => profile?.id),
    );
    expect(sandbox.events.map(({ backfill }) => backfill)).toEqual([true, false, false, false]);
  });

  it('stores none when one is wrong, and points at each mistake', async () => {
    const { refused } = await post(
      group(ana, [{ unique_id: '1' }]),
      group(bo, [{ unique_id: '2' }, { unique_id: '' }]),
      group({ email: 'nobody' }, [{ value_currency: 'x' }]),
    );
    expect(refused).toEqual({
      status: 400,
      at: [
        pointer('1/attributes/events/data/1/attributes/unique_id'),
        pointer('2/attributes/profile/data/attributes/email'),
        pointer('2/attributes/events/data/0/attributes/value_currency'),
      ],
    });
    expect([sandbox.events, sandbox.profiles]).toEqual([[], []]);
  });

  it('points at a field that is not known', async () => {
    const { refused } = await post(group(ana, [{}]), group(bo, [{}, { uniqueId: '1' }]));
    const at = [pointer('1/attributes/events/data/1/attributes/uniqueId')];
    expect(refused).toEqual({ status: 400, at });
  });

  it('refuses the whole request when a unique_id is repeated', async () => {
    const repeated = {
      status: 400,
      at: [pointer('1/attributes/events/data/0/attributes/unique_id')],
    };
    const one = group(ana, [{ unique_id: '1' }]);
    expect(
      (await post(one, group({ email: 'Ana@Shop.co' }, [{ unique_id: '1' }]))).refused,
    ).toEqual(repeated);
    // Also when the two groups name the same known profile by different identifiers.
    await send('POST', '/api/events', event({ ...ana, external_id: 'bc_1' }));
    expect((await post(one, group({ external_id: 'bc_1' }, [{ unique_id: '1' }]))).refused).toEqual(
      repeated,
    );
    expect(sandbox.events).toHaveLength(1);
  });

  it('takes a unique_id again for another profile or metric', async () => {
    const other = { metric: { data: { type: 'metric', attributes: { name: 'Refunded Order' } } } };
    const first = { unique_id: '1' };
    const { status } = await post(group(ana, [first, { ...first, ...other }]), group(bo, [first]));
    expect([status, sandbox.events.length]).toEqual([202, 3]);
  });

  it('absorbs what an earlier request brought', async () => {
    const groups = [group(ana, [{ unique_id: '1' }]), group(bo, [{ unique_id: '2' }])];
    await post(...groups);
    await post(...groups);
    expect([sandbox.events.length, sandbox.duplicates]).toEqual([2, 2]);
  });

  it('throws away what is about a test address, and stores the rest', async () => {
    const test = group({ email: 'x@example.com' }, [{ unique_id: '1' }, { unique_id: '2' }]);
    expect((await post(test, group(ana, [{}]))).status).toBe(202);
    expect([sandbox.events.length, sandbox.discarded.length]).toEqual([1, 2]);
  });

  it('takes 1,000 events and no more', async () => {
    const events = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ unique_id: `${i}` }));
    expect((await post(group(ana, events(1)), group(bo, events(1000)))).status).toBe(413);
    expect(sandbox.events).toEqual([]);
    expect((await post(group(ana, events(500)), group(bo, events(500)))).status).toBe(202);
    expect(sandbox.events).toHaveLength(1000);
  });

  it('has the meta of a profile beside its attributes, where a single event has it inside', async () => {
    const meta = { patch_properties: { append: { tags: 'vip' } } };
    const wrong = await post(group({ ...ana, meta }, [{}]));
    expect(wrong.refused.at).toEqual([pointer('0/attributes/profile/data/attributes/meta')]);
    const right = group(ana, [{}], {
      profile: { data: { type: 'profile', attributes: ana, meta } },
    });
    expect((await post(right)).status).toBe(202);
    await send(
      'POST',
      '/api/events',
      event({ ...ana, meta: { patch_properties: { append: { tags: 'new' } } } }),
    );
    expect(sandbox.profiles[0]?.properties).toEqual({ tags: ['vip', 'new'] });
  });
});
