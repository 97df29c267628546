import {
  defineDestination,
  delivered,
  type Batch,
  type Destination,
  type DestinationContext,
  type Event,
  type Outcome,
} from '@millrace/core';

/** One call of `deliver`. */
export interface Call {
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  readonly lane: string;
  readonly ids: readonly string[];
}

type Answer = readonly Outcome[] | Promise<readonly Outcome[]>;

export interface FakeOptions extends Partial<Omit<Destination<Event>, 'deliver'>> {
  /** What `deliver` does. Default: everything is delivered. */
  readonly deliver?: (batch: Batch<Event>, context: DestinationContext) => Answer;
}

/** A destination with one operation for each event, which writes down what it is called with. */
export function fakeDestination({ deliver, ...options }: FakeOptions = {}) {
  const calls: Call[] = [];
  const events: Event[] = [];
  const destination = defineDestination<Event>({
    name: 'Fake',
    lanes: { all: { maxOperations: 100 } },
    map: (event) => ({ operations: [operation(event)] }),
    async deliver(batch, context) {
      const { lane, operations } = batch;
      calls.push({ at: context.clock.now(), lane, ids: operations.map(({ key }) => key) });
      const outcomes = await (deliver?.(batch, context) ?? operations.map(() => delivered));
      events.push(...operations.map(({ payload }) => payload));
      return outcomes;
    },
    ...options,
  });
  /** The ids of all calls, in their order. */
  const ids = (): string[] => calls.flatMap((call) => call.ids);
  return { destination, calls, events, ids };
}

export const operation = (event: Event, lane = 'all') => ({
  lane,
  key: event.messageId,
  payload: event,
});

/** The same outcome for all operations of a batch. */
export const all = (batch: Batch, outcome: Outcome): Outcome[] =>
  batch.operations.map(() => outcome);

/** A promise that a test resolves when it likes. */
export function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
