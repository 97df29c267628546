import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SegmentSandbox, segmentSandbox } from './index.ts';

let segment: SegmentSandbox;

beforeEach(async () => {
  segment = await segmentSandbox({ now: () => Date.UTC(2026, 0, 15) });
});
afterEach(() => segment.close());

const basic = (user: string) => ({ authorization: `Basic ${btoa(user)}` });

async function post(path: string, body: unknown, headers: object = basic('sandbox-write-key:')) {
  const response = await fetch(segment.url + path, {
    method: 'POST',
    headers: { ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answer = (await response.json()) as { success: boolean };
  return [response.status, answer.success];
}

const track = (messageId: string, more: object = {}) => ({
  type: 'track',
  event: 'Order Completed',
  userId: '42',
  messageId,
  ...more,
});

describe('POST /v1/batch', () => {
  it('takes messages as they are, with what the batch says for all of them', async () => {
    const answer = await post('/v1/batch', {
      batch: [
        track('a', {
          context: { ip: '1.2.3.4' },
          integrations: { All: true, Klaviyo: { listId: 'L' } },
        }),
        track('b'),
      ],
      context: { app: { name: 'shop' } },
      integrations: { All: false },
      sentAt: '2026-01-15T00:00:00.000Z',
      writeKey: 'sandbox-write-key',
    });
    expect(answer).toEqual([200, true]);
    expect(segment.events).toEqual([
      {
        ...track('a'),
        context: { app: { name: 'shop' }, ip: '1.2.3.4' },
        integrations: { All: true, Klaviyo: { listId: 'L' } },
        sentAt: '2026-01-15T00:00:00.000Z',
        receivedAt: '2026-01-15T00:00:00.000Z',
      },
      expect.objectContaining({ messageId: 'b', context: { app: { name: 'shop' } } }),
    ]);
  });

  it('keeps one of each messageId, and counts the copies', async () => {
    for (const batch of [[track('a'), track('b')], [track('b'), track('c')], [track('a')]])
      expect(await post('/v1/batch', { batch })).toEqual([200, true]);
    expect(segment.events.map(({ messageId }) => messageId)).toEqual(['a', 'b', 'c']);
    expect(segment.received).toHaveLength(5);
    expect(segment.duplicates).toBe(2);
    const { messageId: _id, ...anonymous } = track('x');
    await post('/v1/batch', { batch: [anonymous, anonymous] });
    expect(segment.events).toHaveLength(5);
  });

  it('answers 200 and rejects what it cannot use', async () => {
    const none = { userId: undefined };
    const answer = await post('/v1/batch', {
      batch: [
        track('a', none),
        track('b', { ...none, anonymousId: 'x' }),
        track('c', { event: '' }),
        { type: 'group', userId: '1' },
        { type: 'alias', userId: '1' },
        { type: 'buy', userId: '1' },
        track('x'.repeat(100)),
        track('x'.repeat(99)),
      ],
    });
    expect(answer).toEqual([200, true]);
    expect(segment.events).toHaveLength(2);
    expect(segment.rejected.map(({ reason }) => reason)).toEqual([
      'no_user_anon_id',
      'no_event',
      'no_group_id',
      'no_previous_id',
      'unknown_type',
      'message_id_too_long',
    ]);
  });

  it('takes 2,500 events, and rejects the rest with a 200', async () => {
    const batch = Array.from({ length: 2_502 }, (_, n) => track(String(n)));
    expect(await post('/v1/batch', { batch })).toEqual([200, true]);
    expect(segment.events).toHaveLength(2_500);
    expect(segment.rejected.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 2 }, () => 'too_many_events'),
    );
  });

  it('answers 400 to an event above 32 KB and to a batch above 500 KB, and takes nothing', async () => {
    const sized = (bytes: number) => {
      const empty = JSON.stringify(track('a', { properties: { pad: '' } })).length;
      return track('a', { properties: { pad: 'x'.repeat(bytes - empty) } });
    };
    expect(await post('/v1/batch', { batch: [track('b'), sized(32 * 1024 + 1)] })).toEqual([
      400,
      false,
    ]);
    expect(await post('/v1/track', sized(32 * 1024 + 1))).toEqual([400, false]);
    const many = Array.from({ length: 16 }, () => sized(32 * 1024));
    expect(await post('/v1/batch', { batch: many })).toEqual([400, false]);
    expect(segment.received).toEqual([]);
    expect(await post('/v1/batch', { batch: [sized(32 * 1024)] })).toEqual([200, true]);
    expect(segment.received).toHaveLength(1);
  });

  it.each(['{"batch":[', '[]', '{"batch":{}}', '{"batch":[1]}', ''])(
    'answers 400 to %s',
    async (body) => {
      expect(await post('/v1/batch', body)).toEqual([400, false]);
    },
  );
});

describe('POST /v1/{type}', () => {
  it.each(['identify', 'track', 'page', 'screen', 'group', 'alias'])('takes %s', async (type) => {
    const message = { userId: '1', event: 'E', groupId: 'g', previousId: 'p', writeKey: 'x' };
    expect(await post(`/v1/${type}`, message)).toEqual([200, true]);
    expect(segment.events).toMatchObject([{ type, userId: '1' }]);
    expect(segment.events[0]).not.toHaveProperty('writeKey');
  });

  it('is all there is', async () => {
    expect(await post('/v1/buy', {})).toEqual([404, false]);
    expect(await post('/track', {})).toEqual([404, false]);
    const response = await fetch(`${segment.url}/v1/batch`);
    expect(response.status).toBe(405);
  });
});

describe('the write key', () => {
  const body = { batch: [track('a')] };

  it.each([
    ['Basic with a colon', body, basic('sandbox-write-key:')],
    ['Basic without one', body, basic('sandbox-write-key')],
    ['the body', { ...body, writeKey: 'sandbox-write-key' }, {}],
    [
      'OAuth and the body',
      { ...body, writeKey: 'sandbox-write-key' },
      { authorization: 'Bearer t' },
    ],
  ])('comes in %s', async (_where, sent, headers) => {
    expect(await post('/v1/batch', sent, headers)).toEqual([200, true]);
    expect(segment.events).toHaveLength(1);
  });

  it.each([
    ['missing', body, {}],
    ['wrong', body, basic('other:')],
    ['missing beside OAuth', body, { authorization: 'Bearer t' }],
  ])('is %s: answered 200, and nothing arrives', async (_what, sent, headers) => {
    expect(await post('/v1/batch', sent, headers)).toEqual([200, true]);
    expect(segment.events).toEqual([]);
    expect(segment.rejected).toMatchObject([{ reason: 'unknown_write_key' }]);
  });
});

describe('faults', () => {
  it('throttles with both headers', async () => {
    segment.fail({ kind: 'throttle', retryAfter: 3 });
    const response = await fetch(`${segment.url}/v1/batch`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('3');
    expect(response.headers.get('x-ratelimit-reset')).toBe('3');
    expect(await response.json()).toMatchObject({ success: false });
  });

  it('takes the batch and loses the answer, so that a retry makes duplicates', async () => {
    segment.fail({ kind: 'status', status: 503, after: true });
    expect(await post('/v1/batch', { batch: [track('a')] })).toEqual([503, false]);
    expect(await post('/v1/batch', { batch: [track('a')] })).toEqual([200, true]);
    expect([segment.events.length, segment.duplicates]).toEqual([1, 1]);
  });

  it('ends with recover(), and reset() empties the source', async () => {
    segment.fail({ kind: 'status', status: 500 }, Number.POSITIVE_INFINITY);
    expect(await post('/v1/track', track('a'))).toEqual([500, false]);
    segment.recover();
    expect(await post('/v1/track', track('a'))).toEqual([200, true]);
    expect(segment.requests.map(({ status }) => status)).toEqual([500, 200]);
    segment.reset();
    expect([segment.events, segment.received, segment.requests]).toEqual([[], [], []]);
    expect(await post('/v1/track', track('a'))).toEqual([200, true]);
    expect([segment.events.length, segment.duplicates]).toEqual([1, 0]);
  });
});
