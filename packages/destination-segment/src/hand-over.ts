import type {
  AliasParams,
  Analytics,
  GroupParams,
  IdentifyParams,
  PageParams,
  TrackParams,
} from '@segment/analytics-node';
import type { SegmentMessage } from './message.ts';

/** Calls the method of the library that takes such a message. */
export function handOver(analytics: Analytics, message: SegmentMessage): void {
  switch (message.type) {
    case 'track':
      return analytics.track(message as TrackParams);
    case 'identify':
      return analytics.identify(message as IdentifyParams);
    case 'page':
      return analytics.page(message as PageParams);
    case 'screen':
      return analytics.screen(message as PageParams);
    case 'group':
      return analytics.group(message as GroupParams);
    case 'alias':
      return analytics.alias(message as AliasParams);
  }
}
