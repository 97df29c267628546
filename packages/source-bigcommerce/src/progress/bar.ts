import cliProgress from 'cli-progress';
import type { BackfillProgress } from '../backfill/report.ts';
import type { Display } from './lines.ts';
import { number, outcome } from './words.ts';

const format = '{part} {bar} {percentage} % | {done} of {all} | {outcome}';

/** For terminals: a bar for each part, below each other. It has no colours. */
export function bar(stream: NodeJS.WritableStream): Display {
  let current: { readonly part: string; readonly bar: cliProgress.SingleBar } | undefined;

  function begin(progress: BackfillProgress): cliProgress.SingleBar {
    current?.bar.stop();
    const bar = new cliProgress.SingleBar({
      format,
      stream,
      barsize: 24,
      barCompleteChar: '#',
      barIncompleteChar: '.',
      // A process that is killed leaves the terminal as it was: the cursor there, long lines wrapped.
      hideCursor: false,
      linewrap: true,
      emptyOnZero: true,
      // Ctrl-C is the program's to handle.
      gracefulExit: false,
    });
    current = { part: progress.part, bar };
    bar.start(progress.total ?? 0, progress.read, payload(progress));
    return bar;
  }

  return {
    show(progress) {
      const bar = current?.part === progress.part ? current.bar : begin(progress);
      bar.setTotal(Math.max(progress.total ?? 0, progress.read));
      bar.update(progress.read, payload(progress));
      if (progress.state === 'running') return;
      bar.stop();
      current = undefined;
    },
  };
}

function payload(progress: BackfillProgress) {
  return {
    part: progress.part.padEnd('subscribers'.length),
    done: number(progress.read),
    all: progress.total === undefined ? '?' : number(progress.total),
    outcome: outcome(progress),
  };
}
