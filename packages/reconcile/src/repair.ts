import type { Reteller, Retelling } from '@millrace/core';
import type { Difference, Report } from './report.ts';

/** What a repair needs of a pipeline. */
export interface Replaying {
  replay(query: {
    readonly destination?: string;
    readonly stage?: 'transform';
    readonly messageIds: readonly string[];
  }): Promise<number>;
  replayDelivered(query: {
    readonly destination: string;
    readonly messageIds: readonly string[];
  }): Promise<number>;
}

export interface RepairOptions {
  readonly pipeline: Replaying;
  /** Tells what the pipeline does not have. Without it, such facts are left. */
  readonly source?: Reteller;
  /** Default true: it says what it would do, and does nothing. */
  readonly dryRun?: boolean;
}

/** What was done for one event, or would be. */
export interface RepairStep {
  readonly event: string;
  readonly order: string;
  readonly messageId?: string;
  readonly action: 'replay' | 'deliver again' | 'tell again' | 'leave';
  /** For people: what that means, or why nothing can be done. */
  readonly text: string;
}

export interface Repair {
  readonly dryRun: boolean;
  readonly steps: readonly RepairStep[];
}

/** Facts are told again so many at a time: each time is one durable write. */
const toldAtOnce = 100;

/**
 * Repairs what a report lists as missing, and nothing else: a dead letter is replayed; what the pipeline still keeps is
 * delivered once more; what it does not have, the source is asked to tell once more. Everything arrives with the ids and
 * keys that it had, so that what is there after all is not there twice. What has arrived but differs is named: a
 * destination that keeps the first event of a key cannot be told another one.
 *
 * Deliveries follow: look again when nothing is pending.
 *
 * @throws {UnknownDestination} when the pipeline has no destination of the report's name.
 *
 * @example
 * const { steps } = await repair(report, { pipeline, source: store, dryRun: false });
 */
export async function repair(
  {
    differences,
    source: sourceName,
    destination,
  }: Pick<Report, 'differences' | 'source' | 'destination'>,
  { pipeline, source, dryRun = true }: RepairOptions,
): Promise<Repair> {
  const steps: RepairStep[] = [];
  const untold: Retelling[] = [];
  const seen = new Set<string>();
  for (const difference of differences) {
    const { event, order, messageId, explained } = difference;
    const step = (action: RepairStep['action'], text: string): void => {
      steps.push({ event, order, ...(messageId && { messageId }), action, text });
    };
    const reason = whyLeft(difference);
    // An order that is missing with its lines is one event.
    const name = [event, messageId ?? order, reason].join('\n');
    if (seen.has(name)) continue;
    seen.add(name);
    if (reason !== undefined || messageId === undefined) {
      step('leave', reason ?? `${sourceName} does not say which event tells it`);
    } else {
      const messageIds = [messageId];
      if (explained?.kind === 'dead letter') {
        if (!dryRun) {
          await pipeline.replay({ destination, messageIds });
          await pipeline.replay({ stage: 'transform', messageIds });
        }
        step('replay', `its dead letter is tried again; it had died of: ${explained.text}`);
      } else if (dryRun) {
        step(
          'deliver again',
          `the pipeline delivers it once more; if it does not keep it, ${sourceName} is asked to tell it once more`,
        );
      } else if ((await pipeline.replayDelivered({ destination, messageIds })) > 0) {
        step('deliver again', `the pipeline delivers it once more to ${destination}`);
      } else untold.push({ event, order, messageId });
    }
  }
  steps.push(...(await tellAgain(untold, source, sourceName)));
  return { dryRun, steps };
}

/** What cannot be repaired, and what need not be. */
function whyLeft({ kind, explained }: Difference): string | undefined {
  if (kind === 'missing') {
    return explained === undefined || explained.kind === 'dead letter'
      ? undefined
      : `${explained.kind}: ${explained.text}`;
  }
  return {
    extra: 'the source knows nothing of it: somebody else has sent it, or it was removed there',
    twice:
      'it is there more than once, for two profiles or from two senders: merge or delete by hand',
    value: 'it has arrived with another value, and the first event of a key is kept',
    day: 'it has arrived with another time, and the first event of a key is kept',
  }[kind];
}

async function tellAgain(
  facts: readonly Retelling[],
  source: Reteller | undefined,
  name: string,
): Promise<readonly RepairStep[]> {
  const told = new Set<string>();
  for (let first = 0; first < facts.length; first += toldAtOnce) {
    const some = facts.slice(first, first + toldAtOnce);
    for (const messageId of (await source?.retell(some)) ?? []) told.add(messageId);
  }
  return facts.map((fact) =>
    told.has(fact.messageId)
      ? { ...fact, action: 'tell again', text: `${name} looks at it once more, and tells it` }
      : { ...fact, action: 'leave', text: `neither the pipeline nor ${name} can tell it again` },
  );
}
