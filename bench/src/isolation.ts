import { setTimeout } from 'node:timers/promises';
import { createPipeline } from '@millrace/core';
import { callers, order } from './order.ts';
import { postTo } from './post-to.ts';
import type { Result } from './result.ts';

/** Until the compiler has warmed up, and the dead destination has been found to be dead. Milliseconds. */
const warmUpMs = 4_000;
const tickMs = 5;

/** Nobody listens there. */
const deadUrl = 'http://127.0.0.1:9';

/** A pipeline with a healthy destination: `alone`, or `beside` a dead one and one that takes five seconds a call. */
async function open(
  directory: string,
  url: string,
  company: string,
  onDelivered: (id: string) => void,
) {
  const sick = [postTo('Dead', deadUrl), postTo('Slow', `${url}/slow`)];
  const pipeline = await createPipeline({
    directory,
    destinations: [postTo('Healthy', url, onDelivered), ...(company === 'beside' ? sick : [])],
  });
  await pipeline.start();
  return pipeline;
}

/**
 * Sends orders at a steady pace, however long each takes, and measures what callers and the vendor wait for. The one that
 * is `alone` sends in even seconds, the one that is `beside` in odd ones: run together, both meet the same weather.
 */
export async function steady(
  directory: string,
  url: string,
  company: string,
  perSecond: number,
  seconds: number,
): Promise<Result> {
  const parity = company === 'alone' ? 0 : 1;
  const appended = new Map<string, number>();
  const delivered = new Map<string, number>();
  const track: number[] = [];
  const pipeline = await open(
    directory,
    url,
    company,
    (id) => void delivered.set(id, performance.now()),
  );

  const send = async (n: number): Promise<void> => {
    const called = performance.now();
    const { messageId } = await pipeline.track(order(n));
    const now = performance.now();
    if (called - began < warmUpMs) return;
    appended.set(messageId, now);
    track.push(now - called);
  };
  const calls: Promise<void>[] = [];
  const began = performance.now();
  let owed = 0;
  for (let last = began; last - began < seconds * 1_000;) {
    await setTimeout(tickMs);
    const now = performance.now();
    if (Math.floor(Date.now() / 1_000) % 2 === parity) owed += ((now - last) / 1_000) * perSecond;
    last = now;
    for (; owed >= 1; owed -= 1) calls.push(send(calls.length));
  }
  await Promise.all(calls);
  while (delivered.size < calls.length) await setTimeout(tickMs);
  await pipeline.close({ timeoutMs: 1 });

  const latencies = [...appended].map(([id, at]) => Math.max(0, (delivered.get(id) ?? 0) - at));
  return {
    count: calls.length,
    figures: {
      trackP50: quantile(track, 0.5),
      trackP99: quantile(track, 0.99),
      deliveryP50: quantile(latencies, 0.5),
      deliveryP99: quantile(latencies, 0.99),
    },
  };
}

/** Sends orders as fast as they are taken, until the healthy destination has them all. */
export async function flatOut(
  directory: string,
  url: string,
  company: string,
  total: number,
): Promise<Result> {
  let left = total;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const pipeline = await open(directory, url, company, () => {
    left -= 1;
    if (left === 0) finish();
  });
  const began = performance.now();
  await callers(total, 64, (n) => pipeline.track(order(n)));
  await finished;
  const perSecond = total / ((performance.now() - began) / 1_000);
  await pipeline.close({ timeoutMs: 1 });
  return { count: total, figures: { perSecond } };
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
