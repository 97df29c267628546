import { clockAhead, clockBack } from './clock.ts';
import { flippedBytes, truncatedFile } from './damaged-file.ts';
import { dns } from './dns.ts';
import type { Fault } from './fault.ts';
import { fullDisk } from './full-disk.ts';
import { openFiles } from './open-files.ts';
import { poisonFaults } from './poison.ts';
import { readOnlyDirectory, unwritableFile } from './read-only.ts';
import { takeOver, zombie } from './two-processes.ts';
import { failing, htmlBadGateway, htmlOk, resetting, resettingAfter } from './vendor-answers.ts';
import { vendorDown } from './vendor-down.ts';
import { vendorSlow } from './vendor-slow.ts';
import { throttledDate, throttledSeconds } from './vendor-throttled.ts';

/** Every fault that is proved, as they stand in the table. */
export const faults: readonly Fault[] = [
  fullDisk,
  readOnlyDirectory,
  unwritableFile,
  truncatedFile,
  flippedBytes,
  openFiles,
  clockBack,
  clockAhead,
  vendorDown,
  vendorSlow,
  throttledSeconds,
  throttledDate,
  failing,
  resetting,
  resettingAfter,
  htmlOk,
  htmlBadGateway,
  dns,
  takeOver,
  zombie,
  ...poisonFaults,
];
