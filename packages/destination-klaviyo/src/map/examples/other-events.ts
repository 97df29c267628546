import { ana, asAna, common, type Example, metric, nobody } from './example.ts';

export const otherEvents: readonly Example[] = [
  {
    title: 'any other track event is a metric of its own name, with its properties as they are',
    in: {
      ...common,
      type: 'track',
      anonymousId: 'a-2',
      event: 'Gift Card Redeemed',
      context: { traits: { firstName: 'Ana' } },
      properties: { code: 'G-1', revenue: '12.50', currency: 'eur' },
    },
    profile: ana,
    out: {
      operations: [
        {
          lane: 'events',
          key: 'Gift Card Redeemed:m-1',
          payload: {
            profile: { ...asAna, first_name: 'Ana' },
            event: {
              metric: metric('Gift Card Redeemed'),
              unique_id: 'm-1',
              time: '2026-07-15T10:00:00.000Z',
              value: 12.5,
              value_currency: 'EUR',
              properties: { code: 'G-1', revenue: '12.50', currency: 'eur' },
            },
          },
        },
      ],
    },
  },
  {
    title: 'an event of nobody known is held',
    in: {
      ...common,
      type: 'track',
      anonymousId: 'a-1',
      event: 'Gift Card Opened',
      properties: { code: 'G-1' },
    },
    profile: nobody,
    out: { hold: 'no email is known (setting enforceEmail)' },
  },
  {
    title: 'with fallbackToAnonymousId it goes out under its anonymous id',
    settings: { enforceEmail: false, fallbackToAnonymousId: true },
    in: {
      ...common,
      type: 'track',
      anonymousId: 'a-1',
      event: 'Gift Card Opened',
      properties: { code: 'G-1' },
    },
    profile: nobody,
    out: {
      operations: [
        {
          lane: 'events',
          key: 'Gift Card Opened:m-1',
          payload: {
            profile: { anonymous_id: 'a-1' },
            event: {
              metric: metric('Gift Card Opened'),
              unique_id: 'm-1',
              time: '2026-07-15T10:00:00.000Z',
              properties: { code: 'G-1' },
            },
          },
        },
      ],
    },
  },
];
