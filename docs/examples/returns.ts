import {
  defineSource,
  parseSettings,
  type Draft,
  type Source,
  type SourceContext,
} from '@millrace/core';
import * as z from 'zod';

const Settings = z.strictObject({
  /** Where the returns desk lists what came back after `?after={id}`, oldest first. */
  url: z.url({ protocol: /^https?$/ }),
  everyMs: z.int().min(1_000).default(60_000),
});
export type ReturnsSettings = z.input<typeof Settings>;

const Page = z.array(z.object({ id: z.int(), orderId: z.string(), email: z.string() }));
const Cursor = z.object({ after: z.int() });

export interface Returns extends Source {
  /** Looks for returns now. Resolves once what there is, is on disk. */
  poll(): Promise<void>;
}

/** The parcels that came back, as Parcel Returned. */
export function returns(settings: ReturnsSettings): Returns {
  const { url, everyMs } = parseSettings('returns', Settings, settings);
  const stopping = new AbortController();
  let context: SourceContext | undefined;
  let polling = Promise.resolve();
  let timer: { cancel(): void } | undefined;

  async function readNext(from: SourceContext): Promise<void> {
    const { after } = Cursor.safeParse(await from.recall('cursor')).data ?? { after: 0 };
    const answer = await fetch(`${url}?after=${after}`, { signal: stopping.signal });
    if (!answer.ok) throw new Error(`the returns desk answered ${answer.status}`);
    const page = Page.parse(await answer.json());
    const last = page.at(-1);
    // The events and the cursor become durable together, or neither does.
    if (last !== undefined)
      await from.commit(page.map(draftOf), [{ key: 'cursor', value: { after: last.id } }]);
  }

  /** One after the other: two would read the same cursor. */
  function poll(): Promise<void> {
    const polled = polling.then(async () => {
      if (context !== undefined && !stopping.signal.aborted) await readNext(context);
    });
    polling = polled.catch(() => undefined);
    return polled;
  }

  async function again(): Promise<void> {
    await poll().catch((error: unknown) =>
      context?.logger.warn({ reason: String(error) }, 'Returns could not be read.'),
    );
    if (!stopping.signal.aborted) timer = context?.clock.after(everyMs, () => void again());
  }

  return defineSource({
    name: 'returns',
    poll,
    attach: (given) => void (context = given),
    start: again,
    async stop() {
      stopping.abort();
      timer?.cancel();
      await polling;
    },
  });
}

/** The id is that of the parcel: told twice, it is one event. */
function draftOf({ id, orderId, email }: z.output<typeof Page>[number]): Draft {
  return {
    type: 'track',
    event: 'Parcel Returned',
    messageId: `return:${id}`,
    properties: { parcel_id: String(id), order_id: orderId },
    context: { traits: { email } },
  };
}
