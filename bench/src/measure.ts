import { setImmediate } from 'node:timers/promises';
import type { Measured } from './child.ts';
import { measurements } from './measurements.ts';

const [name = '', ...args] = process.argv.slice(2);
const run = measurements[name];
if (run === undefined) throw new Error(`There is no measurement "${name}"`);

const before = process.cpuUsage();
const began = performance.now();
const done = await run(...args);
const seconds = (performance.now() - began) / 1_000;
const { user, system } = process.cpuUsage(before);

const { count, figures } = typeof done === 'number' ? { count: done, figures: {} } : done;

await setImmediate();
globalThis.gc?.();
const { heapUsed, external } = process.memoryUsage();
const result: Measured = {
  rate: count / seconds,
  cpu: (user + system) / count,
  memory: (heapUsed + external) / 2 ** 20,
  figures,
};
process.send?.(result);
