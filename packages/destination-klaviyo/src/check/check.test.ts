import { inspect } from 'node:util';
import { createPipeline, memoryStore, silentLogger, type Activity } from '@millrace/core';
import { manualClock } from '@millrace/core/testing';
import { klaviyoSandbox, type KlaviyoSandboxOptions } from '@millrace/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { klaviyo } from '../klaviyo.ts';
import type { KlaviyoSettings } from '../settings.ts';
import { checkKlaviyo } from './check-klaviyo.ts';
import { revisionEnd } from './revision-end.ts';

const apiKey = 'pk_b7f3secret';
const today = '2026-07-20T10:00:00.000Z';

async function account(options: KlaviyoSandboxOptions = {}) {
  const sandbox = await klaviyoSandbox({ apiKey, rateLimits: false, ...options });
  onTestFinished(() => sandbox.close());
  const check = (settings: Partial<KlaviyoSettings> = {}, at = today) =>
    checkKlaviyo(
      { apiKey, endpoint: sandbox.url, ...settings },
      { clock: manualClock(Date.parse(at)) },
    );
  const list = async (process: string): Promise<string> => {
    const answer = await fetch(`${sandbox.url}/api/lists`, {
      method: 'POST',
      headers: {
        authorization: `Klaviyo-API-Key ${apiKey}`,
        revision: '2026-07-15',
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        data: { type: 'list', attributes: { name: 'News', opt_in_process: process } },
      }),
    });
    return ((await answer.json()) as { data: { id: string } }).data.id;
  };
  return { sandbox, check, list };
}

const kinds = (findings: readonly { level: string; kind: string }[]) =>
  findings.map(({ level, kind }) => `${level} ${kind}`);

describe('checkKlaviyo', () => {
  it('says whose account it is, in which time zone and currency', async () => {
    const { check } = await account({
      account: { timezone: 'Europe/Madrid', currency: 'EUR', isTest: false },
    });
    const findings = await check();

    expect(kinds(findings)).toEqual(['info account']);
    expect(findings[0]?.reason).toContain('Sandbox (SNDBX1)');
    expect(findings[0]?.reason).toContain('time zone Europe/Madrid, currency EUR');
  });

  it('recognises a test account', async () => {
    const { check } = await account();
    expect(kinds(await check())).toEqual(['info account', 'info test_account']);
  });

  it('asks, and sends nothing', async () => {
    const { sandbox, check } = await account();
    await check({ listId: 'Y6nRLr' });
    expect(sandbox.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/accounts',
      'GET /api/metrics',
      'GET /api/lists/Y6nRLr',
    ]);
  });

  describe('finds an integration that counts orders as well', () => {
    it('by the names of its metrics', async () => {
      const integrations = { BigCommerce: ['Placed Order', 'Cancelled Order', 'Gift Sent'] };
      const { check } = await account({ account: { integrations } });
      const found = (await check()).find(({ kind }) => kind === 'double_metrics');

      expect(found).toMatchObject({ level: 'warning' });
      expect(found?.reason).toContain('BigCommerce');
      expect(found?.reason).toContain('Placed Order, Cancelled Order.');
      expect(found?.remedy).toContain('Turn off');
    });

    it('on a later page, too', async () => {
      const many = Array.from({ length: 450 }, (_, n) => `Metric ${n}`);
      const integrations = { Other: many, Shopify: ['Fulfilled Order'] };
      const { sandbox, check } = await account({ account: { integrations } });

      expect(kinds(await check())).toContain('warning double_metrics');
      expect(sandbox.requests.filter(({ path }) => path === '/api/metrics')).toHaveLength(3);
    });

    it('by the names that the settings give to ours', async () => {
      const { check } = await account({ account: { integrations: { Shop: ['Order Completed'] } } });

      expect(kinds(await check())).not.toContain('warning double_metrics');
      expect(kinds(await check({ orderMetric: 'Order Completed' }))).toContain(
        'warning double_metrics',
      );
    });

    it('and not in what came over the API', async () => {
      const { check } = await account({ account: { integrations: { API: ['Placed Order'] } } });
      expect(kinds(await check())).not.toContain('warning double_metrics');
    });
  });

  it.each([
    ['double_opt_in', true, 'nothing'],
    ['single_opt_in', false, 'nothing'],
    ['single_opt_in', true, 'nobody will be asked to confirm'],
    ['double_opt_in', false, 'without being asked to confirm'],
  ])('compares a list of %s with confirmOptin %s', async (process, confirmOptin, disagreement) => {
    const { check, list } = await account();
    const findings = await check({ listId: await list(process), confirmOptin });
    const found = findings.find(({ kind }) => kind === 'list_opt_in');

    expect(found?.reason ?? 'nothing').toContain(disagreement);
  });

  it('finds that there is no such list', async () => {
    const { check } = await account();
    const found = (await check({ listId: 'NoList' })).at(-1);
    expect(found).toMatchObject({ level: 'error', kind: 'list_unknown' });
    expect(found?.reason).toContain('"NoList"');
  });

  it('looks at the rest when a scope is missing, and names it', async () => {
    const { check } = await account({ scopes: ['accounts:read'] });
    const findings = await check({ listId: 'Y6nRLr' });

    expect(kinds(findings)).toEqual([
      'info account',
      'info test_account',
      'info scope_missing',
      'info scope_missing',
    ]);
    expect(findings.map(({ reason }) => reason).slice(2)).toEqual([
      expect.stringContaining('metrics:read'),
      expect.stringContaining('lists:read'),
    ]);
  });

  it('says that the key is wrong, and asks no more', async () => {
    const { sandbox, check } = await account();
    const findings = await check({ apiKey: 'pk_wrong' });

    expect(kinds(findings)).toEqual(['error key_refused']);
    expect(sandbox.requests).toHaveLength(1);
  });

  it.each([
    ['is down', { kind: 'status', status: 503 }, 'warning unreachable'],
    ['throttles', { kind: 'throttle' }, 'info unreachable'],
    ['cannot be reached', { kind: 'reset' }, 'warning unreachable'],
    ['is hidden by a firewall', { kind: 'html', status: 403 }, 'warning unreachable'],
    ['has retired the revision', { kind: 'status', status: 410 }, 'error revision_retired'],
  ] as const)('says that Klaviyo %s, and asks no more', async (_, fault, found) => {
    const { sandbox, check } = await account();
    sandbox.fail(fault, Infinity);
    expect(kinds(await check())).toEqual([found]);
    expect(sandbox.requests.length).toBeLessThanOrEqual(1);
  });

  it.each(['null', '7', '{}', '{"data":[]}', '{"data":[{"attributes":{}}]}', '', '<'])(
    'finds nothing in an answer that is %j',
    async (body) => {
      const fetch = async () => new Response(body, { status: 200 });
      const { check } = await account();
      expect(kinds(await check({ fetch, listId: 'Y6nRLr' }))).not.toContainEqual(
        expect.stringMatching(/warning|error/),
      );
    },
  );

  it('tells no secret', async () => {
    const { sandbox, check } = await account();
    sandbox.fail({ kind: 'status', status: 500, body: { errors: [{ detail: apiKey }] } });
    const findings = [await check(), await check({ endpoint: 'http://127.0.0.1:1' })];
    expect(inspect(findings, { depth: 9 })).not.toContain(apiKey);
  });
});

describe('the end of a revision', () => {
  it.each([
    ['2027-07-14', undefined],
    ['2027-07-15', 'warning revision_deprecated'],
    ['2028-04-15', 'warning revision_deprecated'],
    ['2028-04-17', 'error revision_deprecated'],
    ['2028-07-15', 'error revision_retired'],
  ])('seen on %s: %s', (date, found) => {
    const findings = revisionEnd('2026-07-15', Date.parse(date));
    expect(kinds(findings)).toEqual(found === undefined ? [] : [found]);
  });

  it('is said with both dates', () => {
    const [finding] = revisionEnd('2026-07-15', Date.parse('2027-08-01'));
    expect(finding?.reason).toContain('deprecated since 2027-07-15');
    expect(finding?.reason).toContain('retired on 2028-07-15');
  });

  it('is not known of what is no date', () => {
    expect(revisionEnd('2026-99-99', Date.parse('2030-01-01'))).toEqual([]);
  });

  it('is found in a check', async () => {
    const { check } = await account();
    expect(kinds(await check({}, '2027-08-01T00:00:00.000Z'))).toContain(
      'warning revision_deprecated',
    );
  });
});

describe('a pipeline that starts', () => {
  const start = async (settings: Partial<KlaviyoSettings>, options: KlaviyoSandboxOptions = {}) => {
    const { sandbox } = await account(options);
    const pipeline = await createPipeline({
      store: memoryStore(),
      logger: silentLogger,
      destinations: [klaviyo({ apiKey, endpoint: sandbox.url, ...settings })],
    });
    onTestFinished(async () => void (await pipeline.close({ timeoutMs: 0 })));
    const warned: Activity[] = [];
    pipeline.activity$.subscribe((activity) => {
      if (activity.type === 'warned') warned.push(activity);
    });
    await pipeline.start();
    return { sandbox, pipeline, warned };
  };

  it('tells of what it found', async () => {
    const integrations = { BigCommerce: ['Placed Order'] };
    const { warned } = await start({}, { account: { integrations } });

    await expect.poll(() => warned).toHaveLength(1);
    expect(warned).toMatchObject([{ destination: 'Klaviyo', kind: 'double_metrics' }]);
  });

  it('asks nothing if it is not to', async () => {
    const { sandbox, pipeline } = await start({ checkAtStart: false });
    await pipeline.track({
      event: 'Pledged',
      userId: '7',
      context: { traits: { email: 'ana@kelpwood.co' } },
    });
    await pipeline.flush();
    expect(sandbox.requests.map(({ path }) => path)).toEqual(['/api/events']);
  });
});
