/** The methods of the Tracking API, as message types and as addresses. */
export const TYPES = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;

export type SegmentMessageType = (typeof TYPES)[number];

/** A JSON object that claims to be a message: what is in it is for {@link rejection} to say. */
export type RawMessage = Readonly<Record<string, unknown>>;

/** A message Segment accepted: as it was sent, and what Segment adds to it. */
export interface SegmentEvent extends RawMessage {
  readonly type: SegmentMessageType;
  /** Made up by Segment when it was not sent. */
  readonly messageId: string;
  readonly receivedAt: string;
}

/**
 * Why Segment answers 200 and yet does not accept a message. The first is Segment's own name for it; the others it
 * shows in prose, in the debugger of a source.
 */
export type RejectionReason =
  | 'no_user_anon_id'
  | 'no_event'
  | 'no_group_id'
  | 'no_previous_id'
  | 'unknown_type'
  | 'message_id_too_long'
  | 'too_many_events'
  | 'unknown_write_key';

/**
 * What is wrong with a message, if anything is.
 *
 * Source: Segment, HTTP API source, "Errors"; Segment spec, required fields of each call.
 */
export function rejection(message: RawMessage): RejectionReason | undefined {
  const { type, messageId } = message;
  if (!TYPES.some((known) => known === type)) return 'unknown_type';
  if (typeof messageId === 'string' && messageId.length >= 100) return 'message_id_too_long';
  if (!isId(message['userId']) && !isId(message['anonymousId'])) return 'no_user_anon_id';
  if (type === 'track' && !isId(message['event'])) return 'no_event';
  if (type === 'group' && !isId(message['groupId'])) return 'no_group_id';
  if (type === 'alias' && !isId(message['previousId'])) return 'no_previous_id';
  return undefined;
}

function isId(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

export function isObject(value: unknown): value is RawMessage {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
