import { parseBody, refuseIfAny } from '../protocol/parse.ts';
import { problemOf } from '../protocol/problems.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { Refused } from '../protocol/refusal.ts';
import type { Group } from '../rules/group.ts';
import type { Judged } from '../rules/identifiers.ts';
import { judgeGroup, repeatedUniqueIds } from '../rules/judge-groups.ts';
import { LIMITS } from '../rules/limits.ts';
import { bulkCreateEvents, type EventGroup } from '../schema/event.ts';
import { ACCEPTED, type Endpoint } from './call.ts';
import { storeGroup } from './store-group.ts';

/** All or nothing: one bad event, and none is stored. */
export const postBulkEvents: Endpoint = {
  method: 'POST',
  path: '/api/event-bulk-create-jobs',
  limit: TIERS.M,
  answer({ account, request, at }) {
    const { attributes } = parseBody(request, bulkCreateEvents).data;
    const groups = attributes['events-bulk-create'].data.map(toGroup);
    const size = groups.reduce((sum, { events }) => sum + events.length, 0);
    if (size > LIMITS.eventsPerRequest) {
      const detail = `A request has at most ${LIMITS.eventsPerRequest} events, this one has ${size}.`;
      throw new Refused([problemOf(413, detail)]);
    }
    const judged = groups.map((group): [Group, Judged] => [
      group,
      judgeGroup(account, group, request.at),
    ]);
    refuseIfAny([
      ...judged.flatMap(([, { problems }]) => problems),
      ...repeatedUniqueIds(account, judged),
    ]);
    for (const [group, verdict] of judged) storeGroup(account, group, verdict, at);
    return ACCEPTED;
  },
};

function toGroup({ attributes }: EventGroup, index: number): Group {
  const { profile, events, backfill } = attributes;
  const pointer = `/data/attributes/events-bulk-create/data/${index}/attributes`;
  return {
    profile: {
      id: profile.data.id,
      attributes: profile.data.attributes,
      meta: profile.data.meta,
      pointer: `${pointer}/profile/data`,
    },
    backfill: backfill ?? false,
    events: events.data.map((event, i) => ({
      attributes: event.attributes,
      pointer: `${pointer}/events/data/${i}/attributes`,
    })),
  };
}
