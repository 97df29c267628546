import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { bigcommerceSandbox } from '@millrace/sandbox';
import { showProgress, type BackfillReport } from '@millrace/source-bigcommerce';
import { seedHistory } from './backfill/history.ts';
import { judge } from './backfill/judge.ts';
import type { Memory, Message, Task } from './backfill/messages.ts';
import { RequestCount } from './backfill/requests.ts';
import { scaledNow, type Scale } from './backfill/scaled-clock.ts';

// A backfill of a hundred thousand orders, with kill -9 in the middle. docs/guide/proofs.md says what it proves.

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '100000' },
    kills: { type: 'string', default: '1' },
    quota: { type: 'string', default: '150' },
    share: { type: 'string', default: '0.5' },
    speed: { type: 'string', default: '4' },
  },
});
const orders = Number(values.orders);
const kills = Number(values.kills);
const quota = Number(values.quota);
const share = Number(values.share);
const customers = Math.max(1, Math.round(orders / 50));

const began = Date.now();
const scale: Scale = { at: began, was: began, speed: Number(values.speed) };
const directory = await mkdtemp(join(tmpdir(), 'millrace-backfill-'));
const store = await bigcommerceSandbox({ now: () => scaledNow(scale), requestQuota: quota });
const requests = new RequestCount(store);
const facts = seedHistory(store, { orders, customers, now: scaledNow(scale) });
const task: Task = {
  scale,
  directory: join(directory, 'pipeline'),
  delivered: join(directory, 'delivered'),
  share,
  store: {
    storeHash: store.storeHash,
    accessToken: store.accessToken,
    clientSecret: store.clientSecret,
    endpoint: store.url,
  },
};
console.log(
  `${orders} orders of ${customers} customers and guests, ${quota} requests in 30 s, ${kills} x kill -9`,
);

const show = showProgress(process.stdout);
const memories: { readonly read: number; readonly memory: Memory }[] = [];
const killedAt: number[] = [];

/** Runs one process, until it is done or, if it is to be killed at so many orders, dead. */
async function runProcess(killAt: number): Promise<BackfillReport | undefined> {
  const child: ChildProcess = fork(new URL('./backfill/child.js', import.meta.url), {
    execArgv: ['--expose-gc'],
  });
  let report: BackfillReport | undefined;
  let isDying = false;
  child.on('message', (message: Message) => {
    requests.look();
    if (message.type === 'done') {
      report = message.report;
      return;
    }
    const { progress, memory } = message;
    show(progress);
    if (memory) memories.push({ read: progress.read, memory });
    if (progress.part !== 'orders' || progress.read < killAt || isDying) return;
    isDying = true;
    // In the middle of whatever comes next.
    void sleep(Math.random() * 300).then(() => {
      killedAt.push(progress.read);
      child.kill('SIGKILL');
    });
  });
  child.send(task);
  const [code] = (await once(child, 'exit')) as [number | null];
  requests.next();
  if (report === undefined && code !== null) throw new Error(`the process ended with ${code}`);
  return report;
}

const watching = setInterval(() => requests.look(), 100);
let report: BackfillReport | undefined;
try {
  for (let kill = 1; report === undefined; kill += 1) {
    const killAt = kill <= kills ? (orders * kill) / (kills + 1) : Number.POSITIVE_INFINITY;
    report = await runProcess(killAt);
  }
  requests.look();
  const verdict = await judge(task.delivered, facts);
  const row = (name: string, value: string | number): void =>
    console.log(`  ${name.padEnd(28)}${String(value).padStart(10)}`);
  const mb = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MB`;
  row('events delivered', verdict.events);
  row('missing', verdict.missing.length);
  row('not of the store, or twice', verdict.unexpected.length);
  row('absorbed by their keys', verdict.repeated);
  row('killed at', killedAt.join(', ') || 'never');
  row('API requests', requests.all);
  row('most in any 30 s', requests.most);
  row('the share allows', Math.floor(quota * share));
  for (const { read, memory } of memories) {
    row(`memory at ${read} orders`, `${mb(memory.heap)} heap, ${mb(memory.own)} own`.padStart(24));
  }
  const [early, late] = [memories[1] ?? memories[0], memories.at(-1)];
  const grown = (late?.memory.heap ?? 0) - (early?.memory.heap ?? 0);
  const isSound =
    report.outcome === 'finished' &&
    verdict.missing.length + verdict.unexpected.length === 0 &&
    requests.most <= Math.floor(quota * share) &&
    killedAt.length === kills &&
    grown < 32 * 1_048_576;
  console.log(
    `  ${isSound ? 'nothing lost' : 'BROKEN'}, in ${((Date.now() - began) / 1_000).toFixed(0)} s`,
  );
  for (const what of [...verdict.missing, ...verdict.unexpected].slice(0, 5))
    console.log(`  ! ${what}`);
  process.exitCode = isSound ? 0 : 1;
} finally {
  clearInterval(watching);
  await store.close();
  await rm(directory, { recursive: true, force: true });
}
