import { readFile } from 'node:fs/promises';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { DataPointType } from '@opentelemetry/sdk-metrics';
import {
  defineTransform,
  delivered,
  DestinationUnavailable,
  InvalidEvent,
  type Activity,
  type DestinationStats,
  type Pipeline,
} from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { coupon } from './support/drafts.ts';
import { all, fakeDestination } from './support/fake-destination.ts';
import { installSdk, type Point } from './support/opentelemetry.ts';
import { openPipeline } from './support/pipeline.ts';

const destination = { 'millrace.destination.name': 'Fake' };
const lane = { ...destination, 'millrace.lane.name': 'all' };

const guide = () =>
  readFile(new URL('../../../docs/guide/observability.md', import.meta.url), 'utf8');

/** Values by one attribute: `{ accepted: 2 }`. */
const by = (attribute: string, points: readonly Point[]) =>
  Object.fromEntries(points.map(({ attributes, value }) => [attributes[attribute], value]));

describe('metrics', () => {
  it('have names, units and kinds by the conventions', async () => {
    const sdk = installSdk();
    const warnings = [{ kind: 'left_out', reason: 'a part of it was left out' }];
    const { destination } = fakeDestination({
      deliver: (batch) => all(batch, { status: 'delivered', warnings }),
    });
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    await idle();

    const metrics = await sdk.collect();
    const kinds = metrics.map(({ descriptor: { name, unit }, dataPointType }) => [
      name,
      [unit, DataPointType[dataPointType]],
    ]);
    expect(Object.fromEntries(kinds)).toEqual({
      'millrace.ingest.events': ['{event}', 'SUM'],
      'millrace.append.duration': ['s', 'HISTOGRAM'],
      'millrace.dispatch.events': ['{event}', 'SUM'],
      'millrace.dispatch.warnings': ['{warning}', 'SUM'],
      'millrace.dispatch.latency': ['s', 'HISTOGRAM'],
      'millrace.deliver.duration': ['s', 'HISTOGRAM'],
      'millrace.deliver.batch.size': ['{operation}', 'HISTOGRAM'],
      'millrace.deliver.operations': ['{operation}', 'SUM'],
      'millrace.queue.depth': ['{event}', 'GAUGE'],
      'millrace.queue.age': ['s', 'GAUGE'],
      'millrace.store.size': ['By', 'GAUGE'],
      'millrace.store.pressure': ['1', 'GAUGE'],
    });
    const rows = (await guide()).matchAll(/^\| `(millrace\.[\w.]+)` *\| (\w+) *\| `([^`]+)`/gm);
    const documented = [...rows].map(([, name, kind, unit]) => [
      name,
      [unit, kind === 'counter' ? 'SUM' : kind?.toUpperCase()],
    ]);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(kinds));
    for (const { descriptor } of metrics) expect(descriptor.description).not.toBe('');
  });

  it('count what drafts were answered, and why they were refused', async () => {
    const sdk = installSdk();
    const dropB = defineTransform({
      name: 'drop b',
      apply: (event) => (event.messageId === 'b' ? null : event),
    });
    const { pipeline } = await openPipeline({ transforms: [dropB] });
    await pipeline.track(coupon('a'));
    await pipeline.track(coupon('a'));
    await pipeline.track(coupon('b'));
    await expect(pipeline.track({ event: '', messageId: 'c', userId: '1' })).rejects.toThrow(
      InvalidEvent,
    );

    const points = await sdk.points('millrace.ingest.events');
    expect(by('millrace.ingest.status', points)).toEqual({
      accepted: 1,
      duplicate: 1,
      dropped: 1,
      refused: 1,
    });
    expect(points.map(({ attributes }) => attributes['error.type'])).toContain('INVALID_EVENT');
    expect(await sdk.points('millrace.append.duration')).toEqual([
      { attributes: {}, value: { count: 3, sum: expect.any(Number) as number } },
    ]);
  });

  it('count what became of events, and measure from the append to the delivery', async () => {
    const sdk = installSdk();
    const { destination: fake } = fakeDestination({
      map: (event) =>
        event.messageId === 'held'
          ? { hold: 'nobody knows them' }
          : event.messageId === 'dropped'
            ? { drop: 'no use for it' }
            : { operations: [{ lane: 'all', key: event.messageId, payload: event }] },
      deliver: ({ operations }) =>
        operations.map(({ key }) =>
          key === 'bad' ? { status: 'rejected', reason: 'no' } : delivered,
        ),
    });
    const { pipeline, clock } = await openPipeline({ destinations: [fake] });
    for (const id of ['a', 'b', 'held', 'dropped', 'bad']) await pipeline.track(coupon(id, id));
    await clock.advance(2_000);
    await pipeline.start();
    await clock.advance(0);

    expect(by('millrace.dispatch.outcome', await sdk.points('millrace.dispatch.events'))).toEqual({
      delivered: 2,
      held: 1,
      dropped: 1,
      dead: 1,
    });
    expect(await sdk.points('millrace.dispatch.latency')).toEqual([
      { attributes: destination, value: { count: 2, sum: 4 } },
    ]);
    expect(by('millrace.deliver.outcome', await sdk.points('millrace.deliver.operations'))).toEqual(
      {
        delivered: 2,
        rejected: 1,
      },
    );
    expect(await sdk.points('millrace.deliver.batch.size')).toEqual([
      { attributes: lane, value: { count: 1, sum: 3 } },
    ]);
  });

  it('time calls, and tell by error.type those that failed', async () => {
    const sdk = installSdk();
    let up = false;
    const { destination: fake } = fakeDestination({
      deliver(batch) {
        if (!up) throw new DestinationUnavailable('answered 503');
        return batch.operations.map(() => delivered);
      },
    });
    const { pipeline, clock } = await openPipeline({ destinations: [fake], random: () => 0.5 });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    await clock.advance(0);
    up = true;
    await clock.advance(1_000);

    const points = await sdk.points('millrace.deliver.duration');
    const value = { count: 1, sum: expect.any(Number) as number };
    expect(points).toEqual([
      { attributes: { ...lane, 'error.type': 'DESTINATION_UNAVAILABLE' }, value },
      { attributes: lane, value },
    ]);
  });

  it('say how many events wait, in which state, and how old the oldest is', async () => {
    const sdk = installSdk();
    const { destination: fake } = fakeDestination({
      map: (event) =>
        event.messageId === 'held'
          ? { hold: 'nobody knows them' }
          : event.messageId === 'dead'
            ? { reject: 'never' }
            : { operations: [{ lane: 'all', key: event.messageId, payload: event }] },
      deliver: () => Promise.reject(new DestinationUnavailable('answered 503')),
    });
    const { pipeline, clock } = await openPipeline({ destinations: [fake] });
    expect(await sdk.points('millrace.queue.age')).toEqual([{ attributes: destination, value: 0 }]);
    await pipeline.start();
    for (const id of ['held', 'dead', 'a', 'b']) await pipeline.track(coupon(id, id));
    await clock.advance(90_000);

    const points = await sdk.points('millrace.queue.depth');
    const ofFake = points.filter(({ attributes }) => 'millrace.destination.name' in attributes);
    expect(by('millrace.queue.state', ofFake)).toEqual({ pending: 2, held: 1, dead: 1 });
    expect(await sdk.points('millrace.queue.age')).toEqual([
      { attributes: destination, value: 90 },
    ]);
  });

  it('count dead letters of stage transform, which belong to no destination', async () => {
    const sdk = installSdk();
    const broken = defineTransform({
      name: 'broken',
      apply() {
        throw new Error('broken');
      },
    });
    const { pipeline } = await openPipeline({ transforms: [broken] });
    await pipeline.track(coupon('a'));

    expect(await sdk.points('millrace.queue.depth')).toEqual([
      { attributes: { 'millrace.queue.state': 'dead' }, value: 1 },
    ]);
  });

  it('of two pipelines are told apart by name, and registered once', async () => {
    const sdk = installSdk();
    for (const name of ['shop', 'wholesale']) {
      const { destination: fake } = fakeDestination();
      const { pipeline, idle } = await openPipeline({ name, destinations: [fake] });
      await pipeline.start();
      await pipeline.track(coupon('a'));
      await idle();
    }
    const metrics = await sdk.collect();
    expect(sdk.complaints).toEqual([]);
    expect(new Set(metrics.map(({ descriptor }) => descriptor.name)).size).toBe(metrics.length);
    for (const { descriptor, dataPoints } of metrics) {
      const names = new Set(
        dataPoints.map(({ attributes }) => attributes['millrace.pipeline.name']),
      );
      expect([descriptor.name, ...names]).toEqual([descriptor.name, 'shop', 'wholesale']);
    }
  });

  it('of a closed pipeline are asked for no more', async () => {
    const sdk = installSdk();
    const { destination: fake } = fakeDestination();
    const { stop } = await openPipeline({ destinations: [fake] });
    expect(await sdk.points('millrace.queue.age')).toHaveLength(1);
    await stop();

    expect(await sdk.points('millrace.queue.depth')).toEqual([]);
    expect(await sdk.points('millrace.queue.age')).toEqual([]);
  });
});

describe('traces', () => {
  it('have an append as a child of whatever called track', async () => {
    const sdk = installSdk();
    const { pipeline } = await openPipeline();
    const request = trace.getTracer('host').startSpan('POST /orders');
    await context.with(trace.setSpan(context.active(), request), () => pipeline.track(coupon('a')));

    expect(sdk.spans()).toMatchObject([
      {
        name: 'millrace append',
        kind: SpanKind.PRODUCER,
        parentSpanContext: { spanId: request.spanContext().spanId },
        attributes: { 'millrace.pipeline.name': 'main', 'millrace.batch.size': 1 },
        status: { code: SpanStatusCode.UNSET },
      },
    ]);
  });

  it('have each call as a root of its own, wherever start was called, and parent of its requests', async () => {
    const sdk = installSdk();
    const host = trace.getTracer('host');
    const { destination: fake } = fakeDestination({
      deliver({ operations }) {
        host.startSpan('POST').end();
        return operations.map(() => delivered);
      },
    });
    const { pipeline, idle } = await openPipeline({ destinations: [fake] });
    const boot = host.startSpan('boot');
    await context.with(trace.setSpan(context.active(), boot), async () => {
      await pipeline.start();
      await pipeline.track(coupon('a', '1'));
      await pipeline.track(coupon('b', '2'));
      await idle();
    });

    const call = sdk.spans().find(({ name }) => name === 'millrace deliver Fake');
    const request = sdk.spans().find(({ name }) => name === 'POST');
    expect(call).toMatchObject({
      kind: SpanKind.CLIENT,
      attributes: { ...lane, 'millrace.pipeline.name': 'main' },
    });
    expect(call?.parentSpanContext).toBeUndefined();
    expect(call?.spanContext().traceId).not.toBe(boot.spanContext().traceId);
    expect(request?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
  });

  it('mark what failed with its kind', async () => {
    const sdk = installSdk();
    const { destination: fake } = fakeDestination({
      deliver: () => Promise.reject(new DestinationUnavailable('answered 503')),
    });
    const { pipeline, idle } = await openPipeline({ destinations: [fake] });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    await idle();

    expect(sdk.spans().find(({ kind }) => kind === SpanKind.CLIENT)).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'error.type': 'DESTINATION_UNAVAILABLE' },
    });
  });
});

it('repeats nothing of what an error, a reason or an event says: invariant 8', async () => {
  const secret = 'pk_do_not_tell';
  const sdk = installSdk();
  let turn = 0;
  const { destination: fake } = fakeDestination({
    deliver({ operations }) {
      turn += 1;
      const reason = `401 for ${secret}`;
      if (turn === 1) throw new DestinationUnavailable(reason, { cause: new Error(secret) });
      if (turn === 2) throw new Error(reason);
      if (turn === 3) throw Object.assign(new TypeError(reason), { name: secret, code: secret });
      return operations.map(() => ({ status: 'rejected', reason }));
    },
  });
  const { pipeline, clock } = await openPipeline({ destinations: [fake] });
  await pipeline.start();
  const draft = coupon('a', secret);
  await pipeline.track({ ...draft, properties: { coupon_id: secret } });
  await expect(
    pipeline.track({ ...draft, messageId: 'b', event: 'Coupon Applied', timestamp: secret }),
  ).rejects.toThrow(InvalidEvent);
  await clock.advance(3_600_000);

  expect(turn).toBe(4);
  const spans = sdk.spans().map(({ name, attributes, events, status, links }) => ({
    name,
    attributes,
    events,
    status,
    links,
  }));
  expect(spans.length).toBeGreaterThan(4);
  expect(JSON.stringify([spans, await sdk.collect()])).not.toContain(secret);
});

describe('the guide', () => {
  it('has every activity', async () => {
    const types = {
      accepted: true,
      duplicate: true,
      refused: true,
      dropped: true,
      delivered: true,
      retrying: true,
      held: true,
      released: true,
      rejected: true,
      dead: true,
      paused: true,
      resumed: true,
      warned: true,
    } satisfies Record<Activity['type'], true>;
    const page = await guide();
    for (const type of Object.keys(types)) expect(page).toContain(`\n| \`${type}\` `);
  });

  it('has every count', async () => {
    const fields = {
      events: true,
      bytes: true,
      appended: true,
      dropped: true,
      failed: true,
      refused: true,
      unrouted: true,
      destinations: true,
    } satisfies Record<keyof ReturnType<Pipeline['stats']>, true>;
    const ofDestinations = {
      pending: true,
      held: true,
      dead: true,
      delivered: true,
      dropped: true,
      paused: true,
      oldestPendingAt: true,
    } satisfies Record<keyof DestinationStats, true>;
    const page = await guide();
    for (const field of Object.keys(fields)) expect(page).toContain(`\n| \`${field}\` `);
    for (const field of Object.keys(ofDestinations)) expect(page).toContain(`\n| · \`${field}\` `);
  });
});
