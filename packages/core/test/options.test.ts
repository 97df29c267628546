import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import {
  createPipeline,
  defineDestination,
  DestinationUnavailable,
  InvalidSettings,
  memoryStore,
  parseSettings,
  type Destination,
  type PipelineOptions,
} from '@millrace/core';
import { coupon } from './support/drafts.ts';
import { all, fakeDestination } from './support/fake-destination.ts';
import { openPipeline } from './support/pipeline.ts';

const secret = 'pk_live_0123456789';
const store = memoryStore();
const { destination } = fakeDestination();
const { name: _, ...nameless } = destination;
const { lanes: __, ...laneless } = destination;
const mute = { ...destination, deliver: undefined };

describe('createPipeline', () => {
  it.each<[string, object | undefined, string, string]>([
    ['no options', undefined, '', 'expected object'],
    ['neither a directory nor a store', {}, '', 'either `directory`'],
    ['both', { directory: './somewhere', store }, '', 'not both'],
    ['an empty directory', { directory: '' }, 'directory', 'Too small'],
    ['an unknown option', { store, apiKey: secret }, '', 'Unrecognized key: "apiKey"'],
    ['a store that is none', { store: { secret } }, 'store', 'memoryStore()'],
    ['a source that is none', { store, sources: [{ name: secret }] }, 'sources.0', 'a source'],
    ['a transform that is none', { store, transforms: [secret] }, 'transforms.0', 'a transform'],
    [
      'a destination that is none',
      { store, destinations: [destination, mute] },
      'destinations.1',
      'a destination',
    ],
    [
      'a destination without a name',
      { store, destinations: [nameless] },
      'destinations.0',
      'an object with name, lanes, map, deliver',
    ],
    [
      'a destination with an empty name',
      { store, destinations: [{ ...destination, name: '' }] },
      'destinations.0',
      'an object with name',
    ],
    [
      'a destination without lanes',
      { store, destinations: [laneless] },
      'destinations.0',
      'a destination',
    ],
    [
      'two destinations of one name',
      { store, destinations: [destination, { ...destination }] },
      'destinations',
      'two of them have the same name',
    ],
    [
      'two sources of one name',
      { store, sources: [1, 2].map(() => ({ name: 'Shop', attach: () => undefined })) },
      'sources',
      'two of them have the same name',
    ],
    ['a plan that is none', { store, plan: { 'Order Completed': secret } }, 'plan', 'zod schema'],
    ['another policy', { store, unplanned: secret }, 'unplanned', '"allow"|"reject"'],
    ['no attempts', { store, retry: { attempts: 0 } }, 'retry.attempts', 'Too small'],
    ['an unknown retry option', { store, retry: { secret } }, 'retry', 'Unrecognized key'],
    ['a tiny event', { store, maxEventBytes: 10 }, 'maxEventBytes', 'Too small'],
    ['a logger that is none', { store, logger: { info: secret } }, 'logger', 'a logger'],
    ['a clock that is none', { store, clock: Date }, 'clock', 'a clock'],
  ])('refuses %s: it names the field, and no value', async (_, options, path, message) => {
    const refused = createPipeline(options as PipelineOptions);

    const error = await refused.then(
      () => undefined,
      (reason: unknown) => reason as InvalidSettings,
    );
    expect(error).toBeInstanceOf(InvalidSettings);
    expect(error?.issues.map((issue) => issue.path)).toContain(path);
    expect(error?.message).toContain(message);
    expect(error?.message).toMatch(/^createPipeline was not set up: /);
    expect(`${error?.stack} ${JSON.stringify(error)} ${String(error?.cause)}`).not.toContain(
      secret,
    );
  });

  it('says what to do when the directory is a file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'millrace-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const file = join(directory, 'store');
    await writeFile(file, 'not a store');

    await expect(createPipeline({ directory: file })).rejects.toMatchObject({
      name: 'StoreUnavailable',
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(
        /The store in .*store cannot be opened: .*a file is in the way\. Give a directory/,
      ),
    });
  });

  it('keeps the parts of two pipelines apart', async () => {
    const [one, two] = [fakeDestination(), fakeDestination()];
    const first = await openPipeline({ destinations: [one.destination] });
    const second = await openPipeline({ destinations: [two.destination] });
    await first.pipeline.start();
    await second.pipeline.start();
    await first.pipeline.track(coupon('a'));
    await first.idle();

    expect([one.ids(), two.ids()]).toEqual([['a'], []]);
    expect(second.activity).toEqual([]);
    await first.pipeline.close();
    expect(await second.pipeline.track(coupon('a'))).toMatchObject({ status: 'accepted' });
  });
});

describe('a secret of a destination: invariant 8', () => {
  const Settings = z.strictObject({ apiKey: z.string().startsWith('pk_') });
  const withSecret = (deliver: Destination['deliver']) => (settings: z.input<typeof Settings>) => {
    const { apiKey } = parseSettings('Fake', Settings, settings);
    return { apiKey, ...defineDestination({ ...fakeDestination().destination, deliver }) };
  };

  it.each([
    { apiKey: `sk_${secret}` },
    { apiKey: [secret] },
    { apiKey: [`pk_${secret}`], region: secret },
    { apikey: secret },
  ])('is in no error about its settings (%#)', (settings) => {
    let thrown: unknown;
    try {
      withSecret(async () => [])(settings as never);
    } catch (error) {
      thrown = error;
    }

    expect(thrown).toBeInstanceOf(InvalidSettings);
    const { message, stack, cause, issues } = thrown as InvalidSettings;
    expect(JSON.stringify({ message, stack, cause, issues })).not.toContain(secret);
    expect(message).toMatch(/^Fake was not set up: .*api[kK]ey/);
  });

  it('is in no activity, dead letter or log line, even where the cause of an error has it', async () => {
    let calls = 0;
    const cause = new Error(`401 for ${secret}`);
    const made = withSecret(async (batch) => {
      calls += 1;
      if (calls === 1) throw new DestinationUnavailable('answered 401', { cause });
      if (calls === 2) throw new Error('it broke', { cause });
      return all(batch, { status: 'rejected', reason: 'not a list' });
    })({ apiKey: secret });
    const log: unknown[] = [];
    const write = (...line: unknown[]) => void log.push(line);
    const { pipeline, clock, activity } = await openPipeline({
      destinations: [made],
      logger: { debug: write, info: write, warn: write, error: write },
    });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    await clock.advance(60_000);

    const letters = await pipeline.deadLetters();
    expect(letters).toMatchObject([{ reason: 'not a list' }]);
    expect(activity.map(({ type }) => type)).toEqual([
      'accepted',
      'paused',
      'resumed',
      'retrying',
      'rejected',
    ]);
    expect(JSON.stringify({ letters, activity, log, stats: pipeline.stats() })).not.toContain(
      secret,
    );
  });
});
