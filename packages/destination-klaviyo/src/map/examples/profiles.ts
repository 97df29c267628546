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
            attributes: {
              ...asAna,
              phone_number: '+15005550006',
              first_name: 'Ana',
              last_name: 'María Ruiz',
              title: null,
              image: 'https://shop.kelpwood.co/ana.png',
              organization: 'Kelpwood',
              location: { address1: '1 Kelp Rd', city: 'Boston', region: 'MA', zip: '02110' },
              properties: { plan: 'gold' },
            },
            meta: { patch_properties: { unset: ['nickname'] } },
          },
        },
      ],
    },
  },
  {
    title: 'where somebody is, in which language, and what is added to lists of theirs',
    settings: { defaultCountry: 'DE' },
    in: {
      ...common,
      type: 'identify',
      userId: '991',
      context: { locale: 'de_DE', timezone: 'Europe/Berlin' },
      traits: {
        phone: '(0171) 123 4567',
        address: {
          line1: 'Kelpweg 1',
          line2: 'Hinterhaus',
          zip: '10115',
          country: 'Germany',
          lat: '52.53',
          lng: 13.38,
        },
      },
      integrations: {
        Klaviyo: {
          patch: { append: { sports: ['rowing'] }, unappend: { sports: 'golf' }, unset: 'team' },
        },
      },
    },
    profile: {
      ...ana,
      identifiers: [...ana.identifiers, { type: 'phone', id: '01711234567' }],
    },
    out: {
      operations: [
        {
          lane: 'profiles',
          key: 'm-1',
          payload: {
            attributes: {
              ...asAna,
              phone_number: '+491711234567',
              locale: 'de-DE',
              location: {
                address1: 'Kelpweg 1',
                address2: 'Hinterhaus',
                zip: '10115',
                country: 'Germany',
                latitude: 52.53,
                longitude: 13.38,
                timezone: 'Europe/Berlin',
              },
            },
            meta: {
              patch_properties: {
                append: { sports: ['rowing'] },
                unappend: { sports: 'golf' },
                unset: ['team'],
              },
            },
          },
        },
      ],
    },
  },
  {
    title: 'what was told late may only fill in what Klaviyo does not know',
    in: {
      ...common,
      type: 'identify',
      userId: '991',
      timestamp: '2026-07-14T10:00:00.000Z',
      traits: { firstName: 'Anna' },
    },
    profile: ana,
    out: {
      operations: [
        {
          lane: 'profiles',
          key: 'm-1',
          payload: { attributes: { ...asAna, first_name: 'Anna' }, late: true },
        },
      ],
    },
  },
];
