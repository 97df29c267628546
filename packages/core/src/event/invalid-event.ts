import type * as z from 'zod';
import { MillraceError } from './error.ts';

/** Thrown when a draft is not an event. Nothing is stored; the caller has to correct it. */
export class InvalidEvent extends MillraceError {
  /** The draft's own id, if it had one. */
  readonly messageId: string | undefined;
  readonly issues: readonly { readonly path: string; readonly message: string }[];

  constructor(
    draft: unknown,
    issues: readonly { readonly path: string; readonly message: string }[],
    code = 'INVALID_EVENT',
  ) {
    const messageId = textField(draft, 'messageId');
    const name = textField(draft, 'event') ?? textField(draft, 'type') ?? 'A draft';
    const which = messageId === undefined ? name : `${name} (${messageId})`;
    const list = issues
      .map(({ path, message }) => (path ? `${path}: ${message}` : message))
      .join('; ');
    super(code, `${which} was refused: ${list}. Nothing was stored; correct the call.`);
    this.messageId = messageId;
    this.issues = issues;
  }

  static from(draft: unknown, error: z.ZodError, under?: string): InvalidEvent {
    const issues = error.issues.map(({ path, message }) => ({
      path: [...(under === undefined ? [] : [under]), ...path].map(String).join('.'),
      message,
    }));
    return new InvalidEvent(draft, issues);
  }
}

/** Thrown when the tracking plan does not have the name of a track event, and `unplanned` is `reject`. */
export class UnplannedEvent extends InvalidEvent {
  constructor(draft: unknown, name: string) {
    const message = `the tracking plan has no event "${name}": add it to the plan, or correct the name`;
    super(draft, [{ path: 'event', message }], 'UNPLANNED_EVENT');
  }
}

function textField(value: unknown, field: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = (value as Record<string, unknown>)[field];
  return typeof found === 'string' ? found.slice(0, 100) : undefined;
}
