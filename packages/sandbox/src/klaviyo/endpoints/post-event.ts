import { parseBody, refuseIfAny } from '../protocol/parse.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import type { Group } from '../rules/group.ts';
import { judgeGroup } from '../rules/judge-groups.ts';
import { createEvent } from '../schema/event.ts';
import { ACCEPTED, type Endpoint } from './call.ts';
import { storeGroup } from './store-group.ts';

export const postEvent: Endpoint = {
  method: 'POST',
  path: '/api/events',
  limit: TIERS.XL,
  answer({ account, request, at }) {
    const { profile, ...event } = parseBody(request, createEvent).data.attributes;
    const { meta, ...attributes } = profile.data.attributes;
    const group: Group = {
      profile: { id: profile.data.id, attributes, meta, pointer: '/data/attributes/profile/data' },
      backfill: false,
      events: [{ attributes: event, pointer: '/data/attributes' }],
    };
    const judged = judgeGroup(account, group, request.at);
    refuseIfAny(judged.problems);
    storeGroup(account, group, judged, at);
    return ACCEPTED;
  },
};
