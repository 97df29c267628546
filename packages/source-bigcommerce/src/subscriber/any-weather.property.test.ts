import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPeople, type People } from '../../test/people.ts';

let people: People;
beforeAll(async () => {
  people = await openPeople();
  await people.start();
  await people.clock.advance(86_400_000);
});
afterAll(() => people.close());

const person = fc.integer({ min: 0, max: 1 });
const action = fc.oneof(
  fc.record({ does: fc.constantFrom('subscribe', 'unsubscribe', 'leave', 'rename'), who: person }),
  fc.record({ does: fc.constantFrom('move', 'credit', 'register'), who: person }),
);
/** What becomes of the webhooks of a step: for each how often it comes, and which comes first. */
const weather = fc.array(
  fc.record({ times: fc.integer({ min: 0, max: 2 }), rank: fc.integer({ min: 0, max: 9 }) }),
  { minLength: 4, maxLength: 4 },
);

let run = 0;

test('whatever becomes of the webhooks, a later look leaves the truth, and nothing was told twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ actions: fc.array(action, { maxLength: 4 }), weather }), {
        minLength: 1,
        maxLength: 4,
      }),
      async (steps) => {
        run += 1;
        const { sandbox } = people;
        const from = people.context.commits.length;
        const [email, address] = [
          (who: number) => `${run}-${who}@example.org`,
          (who: number) => `${run}-${who}-moved@example.org`,
        ];
        const subscriberOf = (who: number) =>
          sandbox.subscribers.find((one) => one.email === email(who));
        const customerOf = (who: number) =>
          sandbox.customers.find(({ email: has }) => has === email(who) || has === address(who));
        const seen = { customers: new Set<number>(), subscribers: new Set<number>() };

        const act = ({ does, who }: { does: string; who: number }): void => {
          const [subscriber, customer] = [subscriberOf(who), customerOf(who)];
          if (does === 'subscribe') sandbox.subscribe({ email: email(who) });
          if (does === 'unsubscribe' && subscriber) sandbox.unsubscribe(email(who));
          if (does === 'leave' && subscriber) sandbox.deleteSubscriber(subscriber.id);
          if (does === 'rename' && subscriber)
            sandbox.updateSubscriber(subscriber.id, { lastName: `L${run}` });
          if (does === 'register' && !customer) sandbox.addCustomer({ email: email(who) });
          if (does === 'move' && customer)
            sandbox.updateCustomer(customer.id, { email: address(who) });
          if (does === 'credit' && customer) sandbox.setStoreCredit(customer.id, String(run));
          for (const each of [0, 1]) {
            const [one, other] = [subscriberOf(each)?.id, customerOf(each)?.id];
            if (one !== undefined) seen.subscribers.add(one);
            if (other !== undefined) seen.customers.add(other);
          }
        };

        for (const step of steps) {
          await people.weather(
            () => step.actions.forEach(act),
            (pending) =>
              pending
                .map((webhook, index) => ({ webhook, ...step.weather[index % 4] }))
                .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
                .flatMap(({ webhook, times = 1 }) => Array(times).fill(webhook) as never[]),
          );
        }
        // What a sweep does: everything that was changed is looked at once more.
        for (const id of seen.customers)
          sandbox.emit('store/customer/updated', { type: 'customer', id });
        for (const id of seen.subscribers)
          sandbox.emit('store/subscriber/updated', { type: 'subscriber', id });
        await people.settle();
        await people.pass(1);

        const commits = people.context.commits.slice(from);
        const drafts = commits.flatMap((commit) => commit.drafts);
        const statuses = commits.flatMap(({ receipts }) => receipts.map(({ status }) => status));
        expect(statuses.every((status) => status === 'accepted')).toBe(true);
        for (const who of [0, 1]) {
          const consents = drafts.flatMap((draft) =>
            draft.type === 'track' && draft.context?.traits?.email === email(who)
              ? [draft.event]
              : [],
          );
          const isIn = (subscriberOf(who)?.consents.length ?? 0) > 0;
          expect(consents.at(-1) === 'User Subscribed').toBe(isIn);
          const customer = customerOf(who);
          const identified = drafts.flatMap((draft) =>
            draft.type === 'identify' && draft.messageId?.includes(`:customer:${customer?.id}:`)
              ? [draft.traits]
              : [],
          );
          expect(identified.at(-1)?.email).toBe(customer?.email);
        }
      },
    ),
    { numRuns: 100 },
  );
}, 60_000);
