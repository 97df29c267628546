import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPipeline, lmdbStore, type Pipeline, type PipelineOptions } from '@millrace/core';
import { coupon } from './support/drafts.ts';
import { fakeDestination, gate, operation } from './support/fake-destination.ts';

// A death is what the directory holds at that moment: a copy of it is what the next process finds. The one that "died"
// goes on with its own, unseen.

type Life = Pick<PipelineOptions, 'transforms' | 'destinations'>;

/** Processes that follow each other on one directory. */
async function processes() {
  const place = await mkdtemp(join(tmpdir(), 'millrace-poison-'));
  let directory = join(place, '0');
  let pid = 0;
  const pipelines: Pipeline[] = [];
  onTestFinished(async () => {
    for (const pipeline of pipelines) await pipeline.close({ timeoutMs: 0 });
    await rm(place, { recursive: true });
  });
  /** The process ends here and now. */
  const die = (): void => {
    const left = directory;
    directory = join(place, String(pid));
    cpSync(left, directory, { recursive: true });
  };
  /** The next process. */
  const live = async (options: Life): Promise<Pipeline> => {
    pid += 1;
    const opener = { host: 'shop', pid, isAlive: (other: number) => other === pid };
    const open = lmdbStore(directory);
    const pipeline = await createPipeline({
      ...options,
      store: (environment) => open({ ...environment, opener }),
    });
    pipelines.push(pipeline);
    return pipeline;
  };
  return { die, live };
}

/** A transform that ends the process at the event `poison`, and writes down what it is asked. */
function deadlyTransform(die: () => void) {
  const asked: string[] = [];
  return {
    asked,
    transform: {
      name: 'deadly',
      apply(event: Parameters<typeof operation>[0]) {
        asked.push(event.messageId);
        if (event.messageId === 'poison') die();
        return event;
      },
    },
  };
}

/** The same as the map of a destination. */
function deadlyDestination(die: () => void) {
  const asked: string[] = [];
  const fake = fakeDestination({
    map(event) {
      asked.push(event.messageId);
      if (event.messageId === 'poison') die();
      return { operations: [operation(event)] };
    },
  });
  return { ...fake, asked };
}

const times = (asked: readonly string[], id: string): number =>
  asked.filter((one) => one === id).length;

describe('an event whose mapping ends the process', () => {
  /** Four lives, with the poison among its neighbours. */
  async function fourLives() {
    const lives = await processes();
    const deadly = deadlyDestination(lives.die);
    const { destination } = deadly;
    const first = await lives.live({ destinations: [destination] });
    for (const id of ['a', 'poison', 'c']) await first.track(coupon(id, id));
    let pipeline = first;
    for (let life = 1; ; life += 1) {
      await pipeline.start();
      await pipeline.flush();
      if (life === 4) return { ...lives, ...deadly, pipeline };
      pipeline = await lives.live({ destinations: [destination] });
      deadly.calls.length = 0;
    }
  }

  it('is a dead letter after three deaths, and its neighbours are delivered', async () => {
    const { pipeline, asked, ids } = await fourLives();

    expect(times(asked, 'poison')).toBe(3);
    expect(ids().toSorted()).toEqual(['a', 'c']);
    const letters = await pipeline.deadLetters();
    expect(letters).toMatchObject([
      {
        event: { messageId: 'poison' },
        destination: 'Fake',
        stage: 'map',
        reason: expect.stringMatching(/ended 3 times while map of Fake ran.*then replay it/),
      },
    ]);
  });

  it('is mapped again when it is replayed', async () => {
    const { pipeline, asked, ids } = await fourLives();
    expect(await pipeline.replay()).toBe(1);
    await pipeline.flush();

    expect(times(asked, 'poison')).toBe(4);
    // This process did not die: its copy did.
    expect(ids().toSorted()).toEqual(['a', 'c', 'poison']);
  });

  it('may die three times more after a replay', async () => {
    const { pipeline, asked, live, destination } = await fourLives();
    await pipeline.replay();
    await pipeline.flush();
    const next = await live({ destinations: [destination] });
    await next.start();
    await next.flush();

    expect(times(asked, 'poison')).toBe(5);
  });
});

describe('an event whose transform ends the process', () => {
  it('is a dead letter after three deaths, without being transformed again', async () => {
    const { die, live } = await processes();
    const { asked, transform } = deadlyTransform(die);
    for (const _ of [1, 2, 3]) {
      const pipeline = await live({ transforms: [transform] });
      await pipeline.track(coupon('poison'));
    }
    const pipeline = await live({ transforms: [transform] });
    const receipt = await pipeline.track(coupon('poison'));
    const again = await pipeline.track(coupon('poison'));

    expect([receipt.status, again.status]).toEqual(['accepted', 'duplicate']);
    expect(times(asked, 'poison')).toBe(3);
    expect(await pipeline.deadLetters()).toMatchObject([
      {
        event: { messageId: 'poison' },
        stage: 'transform',
        reason: expect.stringMatching(/ended 3 times while its transforms ran.*then replay it/),
      },
    ]);
  });

  it('is transformed again when it is replayed', async () => {
    const { die, live } = await processes();
    const { asked, transform } = deadlyTransform(die);
    const { destination, ids } = fakeDestination();
    let pipeline = await live({ transforms: [transform] });
    await pipeline.track(coupon('poison'));
    for (const _ of [2, 3, 4]) {
      pipeline = await live({ transforms: [transform], destinations: [destination] });
      await pipeline.track(coupon('poison'));
    }
    await pipeline.start();
    expect(await pipeline.replay()).toBe(1);
    await pipeline.flush();

    expect(times(asked, 'poison')).toBe(4);
    // This process did not die: its copy did.
    expect(ids()).toEqual(['poison']);
    expect(await pipeline.deadLetters()).toEqual([]);
  });

  it('costs its neighbours nothing, though they were transformed at the same time', async () => {
    const { die, live } = await processes();
    const { opened, open } = gate();
    const slow = {
      name: 'slow',
      async apply(event: Parameters<typeof operation>[0]) {
        await opened;
        if (event.messageId === 'poison') die();
        return event;
      },
    };
    const drafts = ['a', 'poison', 'c'].map((id) => coupon(id, id));
    let pipeline = await live({ transforms: [slow] });
    const tracked = drafts.map((draft) => pipeline.track(draft));
    open();
    await Promise.all(tracked);
    for (const _ of [2, 3, 4]) {
      pipeline = await live({ transforms: [slow] });
      await Promise.all(drafts.map((draft) => pipeline.track(draft)));
    }

    expect(pipeline.stats()).toMatchObject({ events: 3, failed: 1 });
    const [letter] = await pipeline.deadLetters();
    expect(letter?.event.messageId).toBe('poison');
  });

  it('is not blamed when the pipeline closes while its transform still runs', async () => {
    const { live } = await processes();
    let hanging = true;
    const asked: string[] = [];
    const transform = {
      name: 'hangs',
      apply(event: Parameters<typeof operation>[0]) {
        asked.push(event.messageId);
        return hanging ? new Promise<never>(() => undefined) : event;
      },
    };
    for (const _ of [1, 2, 3]) {
      const pipeline = await live({ transforms: [transform] });
      void pipeline.track(coupon('slow'));
      await pipeline.close({ timeoutMs: 10 });
    }
    hanging = false;
    const pipeline = await live({ transforms: [transform] });
    await pipeline.track(coupon('slow'));

    expect(times(asked, 'slow')).toBe(4);
    expect(await pipeline.deadLetters()).toEqual([]);
  });
});
