import { klaviyoSandbox, type KlaviyoSandbox } from '@millrace/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProfilePayload } from '../map/payload.ts';
import { type Between, openImport } from './__fixtures__/open-import.ts';

let sandbox: KlaviyoSandbox;
beforeAll(async () => {
  sandbox = await klaviyoSandbox({ rateLimits: false });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const open = (between?: Between) => openImport(sandbox, between);
const jobs = '/api/profile-bulk-import-jobs';
const single = 'POST /api/profile-import';
const delivered = { status: 'delivered' };
const isJob = (path: string): boolean => /-jobs\/[^/]+$/.test(path);
const isErrors = (path: string): boolean => path.endsWith('/import-errors');

const person = (index: number, more: ProfilePayload['attributes'] = {}): ProfilePayload => ({
  attributes: { email: `p${index}@kelpwood.co`, first_name: `P${index}`, ...more },
});
const people = (count: number) => Array.from({ length: count }, (_, index) => person(index));
const wrong = { location: { latitude: 99_999 } } as const;
const count = (asked: readonly string[], request: string) =>
  asked.filter((one) => one === request).length;

describe('many profiles', () => {
  it('are one job', async () => {
    const { deliver, asked } = open();
    expect(await deliver(people(300))).toEqual(Array.from({ length: 300 }, () => delivered));
    expect(asked).toEqual([`POST ${jobs}`, `GET ${jobs}/{id}`]);
    expect(sandbox.profiles).toHaveLength(300);
    expect(sandbox.profiles[299]?.attributes).toEqual({ first_name: 'P299' });
  });

  it('are none up to ten', async () => {
    const { deliver, asked } = open();
    await deliver(people(10));
    expect(asked).toEqual(Array.from({ length: 10 }, () => single));
  });

  it('keep what is cleared, what is removed, and the last word', async () => {
    const { deliver, asked } = open();
    await deliver([
      { attributes: { ...person(0).attributes, title: 'Dr', properties: { a: 1, b: 2 } } },
    ]);
    const unset = { patch_properties: { unset: ['a'] } };
    await deliver([
      ...people(20),
      { attributes: { email: 'p0@kelpwood.co', title: null }, meta: unset },
      person(0, { first_name: 'Last' }),
    ]);
    expect(asked).toEqual([single, `POST ${jobs}`, `GET ${jobs}/{id}`]);
    const [first] = sandbox.profiles;
    expect(first).toMatchObject({ attributes: { first_name: 'Last' }, properties: { b: 2 } });
    expect(first?.attributes['title'] ?? null).toBeNull();
    expect(first?.properties).not.toHaveProperty('a');
  });

  it('leave alone what appends, and send it in its turn', async () => {
    const { deliver, asked } = open();
    const append = { patch_properties: { append: { sports: 'golf' } } };
    await deliver([...people(20), { ...person(0), meta: append }]);
    expect(asked).toEqual([`POST ${jobs}`, `GET ${jobs}/{id}`, single]);
    expect(sandbox.profiles[0]?.properties).toEqual({ sports: ['golf'] });
  });

  it('go one by one if all of them append: a job that is sent again would append twice', async () => {
    const { deliver, asked } = open();
    const meta = { patch_properties: { append: { sports: 'golf' } } };
    await deliver(people(12).map(({ attributes }) => ({ attributes, meta })));
    expect(asked).toEqual(Array.from({ length: 12 }, () => single));
  });
});

describe('a profile of a job that Klaviyo does not take', () => {
  const bad = (): ProfilePayload[] => people(300).with(7, { attributes: { email: 'nobody' } });

  it('is told why, and costs the others nothing', async () => {
    const { deliver, asked } = open();
    const outcomes = await deliver(bad());
    expect(outcomes[7]).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('/data/attributes/email'),
    });
    expect(outcomes.filter(({ status }) => status === 'delivered')).toHaveLength(299);
    expect(asked.slice(2)).toEqual([`GET ${jobs}/{id}/import-errors`, single]);
  });

  it('is found by its place, if it has no name', async () => {
    const anonymous: Between = (path) =>
      isErrors(path) ? (text) => text.replaceAll('original_payload', 'other') : undefined;
    const { deliver, asked } = open(anonymous);
    expect((await deliver(bad()))[7]).toMatchObject({ status: 'rejected' });
    expect(count(asked, single)).toBe(1);
  });

  it('is looked for among all, if it cannot be found', async () => {
    const mute: Between = (path) =>
      isErrors(path) ? (text) => text.replaceAll(/original_payload|pointer/g, 'other') : undefined;
    const { deliver, asked, passed } = open(mute);
    const outcomes = await deliver(bad());
    expect(outcomes[7]).toMatchObject({ status: 'rejected' });
    expect(outcomes.filter(({ status }) => status === 'delivered')).toHaveLength(299);
    expect(count(asked, single)).toBe(300);
    // Klaviyo takes 750 a minute.
    expect(passed()).toBeGreaterThan(24_000);
  });

  it('is looked for among all, if Klaviyo names fewer than failed', async () => {
    const fewer: Between = (path) =>
      isErrors(path) ? () => JSON.stringify({ data: [] }) : undefined;
    const { deliver, asked } = open(fewer);
    expect((await deliver(bad()))[7]).toMatchObject({ status: 'rejected' });
    expect(count(asked, single)).toBe(300);
  });

  it('is found on whichever page', async () => {
    const { deliver, asked } = open();
    const outcomes = await deliver(
      people(150).map((one, index) => (index < 120 ? { attributes: { email: `x${index}` } } : one)),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(120);
    expect(count(asked, `GET ${jobs}/{id}/import-errors`)).toBe(2);
    expect(count(asked, single)).toBe(120);
  });
});

describe('a job that Klaviyo refuses', () => {
  const root = '/data/attributes/profiles/data';
  const refusing =
    (pointer: string | undefined): Between =>
    (path, method, body) => {
      if (path !== jobs || method !== 'POST') return undefined;
      const sent: { data: { attributes: { profiles: { data: ProfilePayload[] } } } } =
        JSON.parse(body);
      const isBad = sent.data.attributes.profiles.data.some(
        ({ attributes }) => attributes.location !== undefined,
      );
      const error = { detail: 'No.', ...(pointer !== undefined && { source: { pointer } }) };
      return isBad ? new Response(JSON.stringify({ errors: [error] }), { status: 400 }) : undefined;
    };
  const one = () => people(40).with(7, person(7, wrong));

  it('goes again without whom it pointed at', async () => {
    const { deliver, asked } = open(refusing(`${root}/7/attributes/location`));
    await deliver(one());
    expect(count(asked, `POST ${jobs}`)).toBe(2);
    expect(count(asked, single)).toBe(1);
    expect(sandbox.profiles.filter(({ email }) => email !== 'p7@kelpwood.co')).toHaveLength(39);
  });

  it('goes again in halves, if it pointed at none', async () => {
    const { deliver, asked } = open(refusing(undefined));
    await deliver(one());
    // 40, 20 and its ten halves; the other 20.
    expect(count(asked, `POST ${jobs}`)).toBe(3);
    expect(count(asked, single)).toBe(20);
    expect(sandbox.profiles.filter(({ email }) => email !== 'p7@kelpwood.co')).toHaveLength(39);
  });
});

describe('a job that comes to no good end', () => {
  const as =
    (status: string): Between =>
    (path) =>
      isJob(path) ? (text) => text.replace('"complete"', `"${status}"`) : undefined;
  const unavailable = (message: RegExp) => ({
    code: 'DESTINATION_UNAVAILABLE',
    message: expect.stringMatching(message),
    outcomes: Array.from({ length: 30 }, () => undefined),
  });

  it('is waited for five minutes, more and more patiently', async () => {
    const { deliver, asked, clock, passed } = open(as('processing'));
    await expect(deliver(people(30))).rejects.toMatchObject(unavailable(/after 5 minutes/));
    expect(passed()).toBeGreaterThanOrEqual(300_000);
    expect(passed()).toBeLessThan(310_000);
    expect(asked.length).toBeLessThan(40);
    expect(clock.pending).toBe(0);
  });

  it('may be cancelled', async () => {
    const { deliver } = open(as('cancelled'));
    await expect(deliver(people(30))).rejects.toMatchObject(unavailable(/cancelled/));
  });

  it('is not waited for when the pipeline closes', async () => {
    const { deliver, asked, closing, clock, passed } = open(as('queued'));
    clock.after(5_000, () => closing.abort());
    await expect(deliver(people(30))).rejects.toMatchObject(unavailable(/closing/));
    expect(passed()).toBeLessThan(6_000);
    expect(asked.length).toBeLessThan(8);
    expect(clock.pending).toBe(0);
  });

  it('is asked for later when Klaviyo says so', async () => {
    let times = 0;
    const throttled: Between = (path) => {
      if (!isJob(path) || ++times > 1) return undefined;
      return new Response('', { status: 429, headers: { 'retry-after': '20' } });
    };
    const { deliver, asked, passed } = open(throttled);
    expect(await deliver(people(30))).toContainEqual(delivered);
    expect(count(asked, `POST ${jobs}`)).toBe(1);
    expect(passed()).toBeGreaterThan(20_000);
  });
});

describe('a key that may not import in bulk', () => {
  it.each([
    ['begin', (path: string) => path === jobs],
    ['ask', isJob],
    ['read why', isErrors],
  ])('may not %s: it imports one by one, and says so once', async (_, forbidden) => {
    const { deliver, asked, passed } = open((path) =>
      forbidden(path) ? new Response('{"errors":[]}', { status: 403 }) : undefined,
    );
    const many = [...people(30), { attributes: { email: 'nobody' } }];
    const outcomes = await deliver(many);
    expect(outcomes[0]).toMatchObject({ warnings: [{ kind: 'bulk_import_refused' }] });
    expect(outcomes.slice(1, 30)).toEqual(Array.from({ length: 29 }, () => delivered));
    expect(outcomes[30]).toMatchObject({ status: 'rejected' });
    const before = passed();
    expect((await deliver(many))[0]).toEqual(delivered);
    expect(passed() - before).toBeGreaterThan(2_000);
    expect(count(asked, `POST ${jobs}`)).toBe(1);
    expect(count(asked, single)).toBe(62);
    expect(sandbox.profiles).toHaveLength(30);
  });
});
