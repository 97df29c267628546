import { type Logger, silentLogger } from '@millrace/core';
import * as z from 'zod';
import { apiFields, secret } from '../api/settings.ts';

const Fields = z.strictObject({
  ...apiFields,
  /**
   * Who reads the feed must bring it: as the password of HTTP Basic, with any user name, or as `?token=`. At least 16
   * characters.
   */
  token: secret('a token').min(16, 'expected at least 16 characters').optional(),
  /** `true` lets everybody read the feed. Instead of `token`. */
  public: z.literal(true).optional(),
  /** The channel whose products, prices and addresses the feed has. Default: the store's default channel. */
  channelId: z.int().positive().optional(),
  /**
   * Whether each variant of a product with options is an item too, besides the product itself: Klaviyo's feeds know no
   * variants. Default false.
   */
  variants: z.boolean().default(false),
  /** The picture of products that have none. Without it they are left out: Klaviyo wants a picture of each item. */
  placeholderImage: z.url({ protocol: /^https$/, error: 'expected an https URL' }).optional(),
  /** Descriptions are cut after so many characters. Default 1,000. */
  descriptionLength: z.int().min(1).default(1_000),
  /** Told how each reading of the feed ended. Default: nobody is. */
  logger: z.custom<Logger>().default(silentLogger),
});

/** What `catalogFeed()` takes. */
export const FeedSettings = Fields.refine(
  (settings) => (settings.token === undefined) === (settings.public === true),
  { path: ['token'], error: 'either a token or `public: true` is needed, not both' },
);

export type FeedSettings = z.output<typeof FeedSettings>;

/** The settings of `catalogFeed()`, as a caller writes them. */
export type CatalogFeedSettings = z.input<typeof FeedSettings>;
