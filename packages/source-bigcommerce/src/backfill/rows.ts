import type { Logger } from '@millrace/core';
import * as z from 'zod';
import type { Api } from '../api/api.ts';
import type { SubjectKind } from '../subject.ts';
import { type PartCall, widened } from './page.ts';
import type { PassedOver } from './report.ts';

/** A thing that cannot be understood. Names the fields that are wrong, and no value. */
export function passedRow(kind: SubjectKind, id: number, error: z.ZodError): PassedOver {
  const fields = error.issues.map((issue) => issue.path.join('.') || 'all of it').slice(0, 5);
  const reason = `BigCommerce answered with something else than a ${kind}: ${fields.join(', ')}`;
  return { subject: { kind, id: String(id) }, reason };
}

/** Rows without an id are nobody's: nothing can be kept of them but a line in the log. */
export function warnOfNameless(count: number, what: string, logger: Logger): void {
  if (count === 0) return;
  logger.warn({ rows: count }, `BigCommerce listed ${what} without an id: they are left out.`);
}

const Paged = z.object({ meta: z.object({ pagination: z.object({ total: z.int().min(0) }) }) });

/** How many a V3 list has in a range, if it says. */
export async function totalOf(api: Api, path: string, call: PartCall): Promise<number | undefined> {
  const { min, max } = widened(call);
  const query = { 'date_created:min': min, 'date_created:max': max, limit: 1 };
  const body = await api.get(path, { signal: call.signal, query });
  return Paged.safeParse(body).data?.meta.pagination.total;
}
