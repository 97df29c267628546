import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { orderCompleted, trackEvent } from '@millrace/core/testing';
import { silentLogger, systemClock } from '@millrace/core';
import { segment } from './index.ts';

test('bench', async () => {
  const child = fork('/tmp/segbench/sink.mjs');
  const port = await new Promise((r) => child.once('message', r));
  const d = segment({ writeKey: 'secret-key-1', host: `http://127.0.0.1:${port}` });
  const context = { clock: systemClock, logger: silentLogger, signal: new AbortController().signal };
  const out: string[] = [];
  const go = async (label: string, size: number, lines: number, reps: number) => {
    const ops = Array.from({ length: size }, () => { const m = d.map(lines ? orderCompleted({ lines }) : trackEvent(), { id: 1, identifiers: [] }); if (!('operations' in m)) throw new Error('x'); return m.operations[0]!; });
    const bytes = ops.reduce((n, o) => n + JSON.stringify(o.payload).length, 0);
    for (let r = 0; r < 10; r++) await d.deliver({ lane: 'batch', operations: ops }, context);
    const took: number[] = []; const cpu = process.cpuUsage();
    for (let r = 0; r < reps; r++) { const a = performance.now(); await d.deliver({ lane: 'batch', operations: ops }, context); took.push(performance.now() - a); }
    const c = process.cpuUsage(cpu); took.sort((a, b) => a - b);
    out.push(`${label} n=${size} ${Math.round(bytes / size)}B/event: p50 ${took[reps >> 1]!.toFixed(1)} p95 ${took[Math.floor(reps * 0.95)]!.toFixed(1)} ms; cpu ${((c.user + c.system) / reps / size).toFixed(0)} us/event`);
  };
  await go('small', 1, 0, 200); await go('small', 10, 0, 100); await go('small', 100, 0, 50); await go('small', 1000, 0, 20);
  await go('order', 100, 12, 50); await go('order', 220, 12, 30);
  const a = performance.now(); for (let r = 0; r < 5; r++) await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: '{}' }).then((x) => x.text()); out.push(`bare fetch ${((performance.now() - a) / 5).toFixed(1)}`);
  const one = d.map(trackEvent(), { id: 1, identifiers: [] }); const ops = 'operations' in one ? one.operations : [];
  (globalThis as any).gc?.(); const h0 = process.memoryUsage().heapUsed;
  for (let r = 0; r < 3000; r++) await d.deliver({ lane: 'batch', operations: ops }, context);
  await new Promise((r) => setTimeout(r, 100)); (globalThis as any).gc?.();
  out.push(`heap +${((process.memoryUsage().heapUsed - h0) / 1e6).toFixed(1)} MB after 3000 delivers (gc ${typeof (globalThis as any).gc})`);
  writeFileSync('/tmp/segbench/out.txt', out.join('\n')); child.disconnect(); expect(1).toBe(1);
}, 60000);
