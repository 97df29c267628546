import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bigcommerceSandbox,
  klaviyoSandbox,
  simulatedShop,
  steppedDriver,
  type WeatherCounts,
} from '@millrace/sandbox';
import { randomOf } from '../random.ts';
import { freePort } from './free-port.ts';
import { judge, type Verdict } from './judge/judge.ts';
import { LostCarts } from './lost-carts.ts';
import type { State } from './messages.ts';
import { Month } from './month.ts';
import type { MutantName } from './mutants.ts';
import { trackedAs } from './storefront.ts';
import { type Blow, forecast, presence } from './weather.ts';

export interface ShopRun {
  readonly seed: number;
  readonly orders: number;
  readonly days: number;
  readonly kills: number;
  readonly mutant?: MutantName;
  readonly progress: (day: number) => void;
}

export interface Outcome {
  readonly verdict: Verdict;
  readonly weather: WeatherCounts;
  readonly kills: number;
  readonly traffic: { bigcommerce: number; klaviyo: number; absorbed: number };
  /** Where the store of the pipeline is; removed when all is well. */
  readonly directory: string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** In memory, where there is such a place: a month has a hundred thousand flushes, and what is killed loses nothing there. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const start = Date.UTC(2026, 2, 1);
/** A kill comes within so many real milliseconds of the work. */
const killWithinMs = 25;
/** After the last shopper: for what was delayed, and for a sweep to find what was lost. */
const tailMs = 4 * hourMs;
const mostTails = 12;

export async function runShop(run: ShopRun): Promise<Outcome> {
  const directory = await mkdtemp(join(place, 'millrace-shop-'));
  const driver = steppedDriver(start);
  const clock = { now: driver.now, timer: driver.timer };
  // The quota of a Pro plan, which a shop of this size has.
  const store = await bigcommerceSandbox({ ...clock, requestQuota: 450 });
  const mail = await klaviyoSandbox({ now: driver.now });
  const port = await freePort();
  const month = new Month({
    driver,
    store,
    opening: {
      directory,
      port,
      bigcommerce: {
        storeHash: store.storeHash,
        accessToken: store.accessToken,
        clientSecret: store.clientSecret,
        endpoint: store.url,
        webhooks: { destination: `http://127.0.0.1:${port}/webhooks` },
      },
      klaviyo: { apiKey: mail.apiKey, endpoint: mail.url },
      ...(run.mutant && { mutant: run.mutant }),
    },
  });
  const random = randomOf(run.seed);
  try {
    const lastsMs = run.days * dayMs;
    const blows = forecast(start, lastsMs, run.kills, random);
    await month.start();
    await month.runTo(driver.now() + 60_000);
    const weather = randomOf(run.seed + 1);
    const lost = new LostCarts();
    store.webhookWeather({
      lose: 0.2,
      double: 0.2,
      shuffleWithinMs: hourMs,
      random: () => weather.upTo(1),
      onLost: (webhook) => lost.note(webhook),
    });
    const { history, until } = simulatedShop(store, {
      seed: run.seed,
      orders: run.orders,
      lastsMs,
      driver,
      storefront: (event) => month.tell(trackedAs(event, driver.now())),
    });

    const byDay = async (to: number): Promise<void> => {
      while (driver.now() < to) {
        await month.runTo(Math.min(to, driver.now() + dayMs));
        run.progress(Math.round((driver.now() - start) / dayMs));
      }
    };
    for (const { what, at } of turns(blows)) {
      await byDay(at);
      if (what === 'kill') await month.kill(random.upTo(killWithinMs));
      else if (what === 'start') await month.start();
      else if (what === 'mute') mail.fail({ kind: 'status', status: 503 }, Infinity);
      else if (what === 'cut off') {
        mail.recover();
        mail.fail({ kind: 'reset' }, Infinity);
      } else mail.recover();
    }
    await byDay(until);
    const state = await settle(month, () => driver.now());
    const report = await month.during(
      month.ask().ask('reconcile', { from: dayOf(start - dayMs), until: dayOf(driver.now()) }),
    );
    const verdict = judge({
      history,
      store,
      mail,
      state,
      report,
      seen: presence(blows),
      end: until,
      lostOfCarts: lost.times,
    });
    if (verdict.isSound) await rm(directory, { recursive: true, force: true });
    return {
      verdict,
      weather: store.weatherCounts,
      kills: month.kills,
      traffic: { ...month.sent, absorbed: mail.duplicates },
      directory,
    };
  } finally {
    await month.end();
    await Promise.all([store.close(), mail.close()]);
  }
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

interface Turn {
  readonly at: number;
  readonly what: 'kill' | 'start' | 'mute' | 'cut off' | 'recover';
}

/** What befalls them, each beginning and each end, by time. */
function turns(blows: readonly Blow[]): readonly Turn[] {
  return blows
    .flatMap(({ what, from, until }): Turn[] =>
      what === 'klaviyo down'
        ? [
            { at: from, what: 'mute' },
            { at: (from + until) / 2, what: 'cut off' },
            { at: until, what: 'recover' },
          ]
        : [
            { at: from, what: 'kill' },
            { at: until, what: 'start' },
          ],
    )
    .sort((one, other) => one.at - other.at);
}

/** Lets time pass until nothing waits any more, or nothing will. */
async function settle(month: Month, now: () => number): Promise<State> {
  for (let tails = 1; ; tails += 1) {
    await month.runTo(now() + tailMs);
    const state = await month.ask().ask('state');
    const { pending = 0, held = 0 } = state.stats.destinations['Klaviyo'] ?? {};
    // What still is pending waits behind a held event.
    if ((pending <= held && state.waiting === 0) || tails === mostTails) return state;
  }
}
