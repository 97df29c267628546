export { segment } from './segment.ts';
export type { SegmentSettings } from './settings.ts';
export type { SegmentMessage } from './message.ts';
