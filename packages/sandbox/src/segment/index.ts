export { segmentSandbox } from './sandbox.ts';
export type { SegmentSandbox, SegmentSandboxOptions } from './sandbox.ts';
export type { RawMessage, RejectionReason, SegmentEvent, SegmentMessageType } from './message.ts';
export type { RejectedMessage } from './source.ts';
