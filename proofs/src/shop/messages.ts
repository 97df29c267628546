import type { Draft, StoreStats } from '@millrace/core';
import type { KlaviyoSettings } from '@millrace/destination-klaviyo';
import type { Report } from '@millrace/reconcile';
import type { BigCommerceSettings } from '@millrace/source-bigcommerce';
import type { MutantName } from './mutants.ts';

/** How the shop's backend begins. */
export interface Opening {
  readonly directory: string;
  /** Where it takes webhooks, on this machine. */
  readonly port: number;
  /** What time it is: milliseconds since 1970. */
  readonly now: number;
  readonly bigcommerce: BigCommerceSettings;
  readonly klaviyo: KlaviyoSettings;
  /** What is wrong with it on purpose. */
  readonly mutant?: MutantName;
}

/** How the backend is, once it does nothing but wait for the time to pass. */
export interface Rest {
  /** When it wants to be woken: milliseconds since 1970. */
  readonly next?: number | undefined;
  /** How many requests it has sent so far. */
  readonly sent: { readonly bigcommerce: number; readonly klaviyo: number };
}

export interface State {
  readonly stats: StoreStats;
  /** What waits to be looked at in the store, and why the last attempt failed. */
  readonly waiting: number;
  readonly reasons: readonly string[];
  readonly counts: object;
  readonly dead: readonly string[];
  readonly held: readonly string[];
}

/** What the backend can be asked for. */
export interface Requests {
  open: { ask: Opening; answer: Rest };
  /** It is so late now: do what there is to do. */
  run: { ask: number; answer: Rest };
  /** Resolves when they are on disk. */
  track: { ask: readonly Draft[]; answer: undefined };
  /** Needs time to pass meanwhile: reading is slow. Days such as `2026-03-01`, both included. */
  reconcile: { ask: { readonly from: string; readonly until: string }; answer: Report };
  state: { ask: undefined; answer: State };
  close: { ask: undefined; answer: undefined };
}

export type RequestName = keyof Requests;

export interface Request<N extends RequestName = RequestName> {
  readonly id: number;
  readonly name: N;
  readonly ask: Requests[N]['ask'];
}

export type Message =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failure: string };
