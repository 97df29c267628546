import * as z from 'zod';
import { type Draft, drafts } from '../event/message.ts';
import { notPlainJson } from './plain-json.ts';

/** What the drafts leave open and normalising fills in. */
const Filled = z.looseObject({
  messageId: z.string().min(1),
  timestamp: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  context: z.looseObject({}),
  integrations: z.looseObject({}),
});

/** Says why a value is not a normalised event, if it is not. */
export function notAnEvent(value: unknown): string | undefined {
  const problem = notPlainJson(value, 'event');
  if (problem !== undefined) return problem;
  const filled = Filled.safeParse(value);
  if (!filled.success) return z.prettifyError(filled.error);
  const { receivedAt: _, ...draft } = filled.data;
  return notADraft(draft);
}

/** Says why a value is not a draft, if it is not. */
export function notADraft(draft: unknown): string | undefined {
  const schema = drafts[(draft as Draft).type] as z.ZodType | undefined;
  if (schema === undefined) return 'its type is none of the six messages';
  const parsed = schema.safeParse(draft);
  return parsed.success ? undefined : z.prettifyError(parsed.error);
}
