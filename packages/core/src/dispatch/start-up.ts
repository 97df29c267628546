import type { Destination, StartContext } from '../destination/destination.ts';
import type { Finding } from '../destination/warning.ts';
import type { ActivityFeed } from '../observe/activity.ts';

const levels = { info: 'info', warning: 'warn', error: 'error' } as const;

/** Lets a destination look at its account and settings, and tells what it has found. Never rejects. */
export async function startUp(
  destination: Destination,
  context: StartContext,
  activity: ActivityFeed,
): Promise<void> {
  const { logger, signal } = context;
  const tell = ({ level, kind, reason, remedy }: Finding): void => {
    logger[levels[level]]({ destination: destination.name, kind, remedy }, reason);
    if (level === 'info') return;
    const said = `${reason}. ${remedy}`;
    activity.publish({ type: 'warned', destination: destination.name, kind, reason: said });
  };
  try {
    const findings = (await destination.start?.(context)) ?? [];
    // Of a pipeline that closes, nobody wants to know what was not found.
    if (!signal.aborted) findings.forEach(tell);
  } catch (error) {
    if (signal.aborted) return;
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn({ destination: destination.name, reason }, 'its check at start failed');
  }
}
