import { systemClock, type Clock } from '@millrace/core';
import type { BackfillProgress } from '../backfill/report.ts';
import { bar } from './bar.ts';
import { Forgiving, type Shown } from './forgiving.ts';
import { lines } from './lines.ts';

/**
 * Shows how far a backfill is: give what it returns as `onProgress`.
 *
 * On a terminal it is a bar; elsewhere, in a log or a pipe, a plain line for each 5 % or each 30 seconds, whichever
 * comes first. There are no colours. A stream that closes meanwhile is passed over in silence: the backfill goes on.
 *
 * @param stream default `process.stderr`, so that standard output stays free for the report.
 */
export function showProgress(
  stream: Shown = process.stderr,
  { clock = systemClock }: { readonly clock?: Pick<Clock, 'now'> } = {},
): (progress: BackfillProgress) => void {
  const out = new Forgiving(stream);
  // A bar is drawn again and again in one place, which TERM=dumb cannot do.
  const canDraw = out.isTTY && process.env['TERM'] !== 'dumb';
  // cli-progress asks for no more of a stream than this.
  const display = canDraw ? bar(out as unknown as NodeJS.WritableStream) : lines(out.write, clock);
  return (progress) => {
    out.hold();
    display.show(progress);
    if (progress.state !== 'running') out.release();
  };
}
