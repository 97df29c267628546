import { COMPANY_ID } from '../account/profiles.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { document, type Endpoint } from './call.ts';

/** The one account that the API key belongs to: the usual way to check a key. */
export const getAccounts: Endpoint = {
  method: 'GET',
  path: '/api/accounts',
  limit: TIERS.XS,
  answer: ({ account: { facts }, origin }) =>
    document(200, {
      data: [
        {
          type: 'account',
          id: COMPANY_ID,
          attributes: {
            test_account: facts.isTest,
            contact_information: {
              default_sender_name: 'Sandbox',
              default_sender_email: 'sandbox@example.com',
              website_url: null,
              organization_name: 'Sandbox',
              street_address: {
                address1: null,
                address2: null,
                city: null,
                region: null,
                country: null,
                zip: null,
              },
            },
            industry: null,
            timezone: facts.timezone,
            preferred_currency: facts.currency,
            public_api_key: COMPANY_ID,
            locale: 'en-US',
          },
          links: { self: `${origin}/api/accounts/${COMPANY_ID}` },
        },
      ],
      links: { self: `${origin}/api/accounts`, next: null, prev: null },
    }),
};
