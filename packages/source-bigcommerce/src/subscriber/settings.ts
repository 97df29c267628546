import * as z from 'zod';

/** What a caller may say of newsletter subscribers. */
export const subscriberFields = {
  /**
   * `consent` tells of newsletter subscribers, as User Subscribed and User Unsubscribed. `off` does not. Default
   * `consent`.
   */
  subscribers: z.enum(['consent', 'off']).default('consent'),
  /**
   * The consents that mean a subscription to marketing emails. Default `marketing_newsletter`: to be reminded of an
   * abandoned cart is something else.
   *
   * BigCommerce: Subscribers V3, `consents`
   */
  newsletterConsents: z.array(z.string().min(1)).min(1).default(['marketing_newsletter']),
  /**
   * What becomes of consent that was given before the source first started. `remember` keeps it, to know what changes
   * from then on, and tells nobody of it. `import` tells of it as history. Klaviyo lifts an unsubscription by that: set it
   * only for an account in which these people cannot have unsubscribed. Default `remember`.
   */
  pastConsent: z.enum(['remember', 'import']).default('remember'),
};
