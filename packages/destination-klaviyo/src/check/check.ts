import type { StartContext } from '@millrace/core';
import type { ApiSettings } from '../deliver/api.ts';
import { accountFindings } from './account.ts';
import { createAsk } from './ask.ts';
import { doubleMetrics, type MetricNames } from './double-metrics.ts';
import type { KlaviyoFinding } from './finding.ts';
import { listOptIn, type ListSettings } from './list-opt-in.ts';
import { revisionEnd } from './revision-end.ts';

export type CheckSettings = ApiSettings & MetricNames & ListSettings;

/**
 * Looks at what would go wrong later. Scopes that allow to write cannot be seen without writing: a key without them is
 * told by the first delivery, which names them.
 */
export async function check(
  settings: CheckSettings,
  context: StartContext,
): Promise<readonly KlaviyoFinding[]> {
  const ask = createAsk(settings, context);
  const findings: KlaviyoFinding[] = [];
  const account = await ask('/api/accounts');
  if (account.status === 'failed') findings.push(account.finding);
  if (account.status === 'answered') findings.push(...accountFindings(account.body));
  // When Klaviyo itself says that it is retired, that is enough.
  if (!findings.some(({ kind }) => kind === 'revision_retired')) {
    findings.push(...revisionEnd(settings.revision, context.clock.now()));
  }
  if (account.status === 'failed' && account.isFinal) return findings;
  findings.push(...(await doubleMetrics(ask, settings)));
  findings.push(...(await listOptIn(ask, settings)));
  return findings;
}
