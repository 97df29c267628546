import { ana, asAna, common, type Example } from './example.ts';

export const profiles: readonly Example[] = [
  {
    title:
      'identify is the profile: reserved traits are attributes, others properties, null clears',
    in: {
      ...common,
      type: 'identify',
      userId: '991',
      traits: {
        email: 'Ana@Kelpwood.co',
        phone: '+15005550006',
        name: 'Ana María Ruiz',
        title: null,
        avatar: 'https://shop.kelpwood.co/ana.png',
        company: { name: 'Kelpwood' },
        address: { street: '1 Kelp Rd', city: 'Boston', state: 'MA', postalCode: '02110' },
        plan: 'gold',
        nickname: null,
      },
    },
    profile: ana,
    out: {
      operations: [
        {
          lane: 'profiles',
          key: 'm-1',
          payload: {
            ...asAna,
            phone_number: '+15005550006',
            first_name: 'Ana',
            last_name: 'María Ruiz',
            title: null,
            image: 'https://shop.kelpwood.co/ana.png',
            organization: 'Kelpwood',
            location: { address1: '1 Kelp Rd', city: 'Boston', region: 'MA', zip: '02110' },
            properties: { plan: 'gold', nickname: null },
          },
        },
      ],
    },
  },
];
