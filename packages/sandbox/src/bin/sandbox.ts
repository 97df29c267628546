#!/usr/bin/env node
import { run } from './run.ts';

try {
  const sandbox = await run(process.argv.slice(2), (line) => console.log(line));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
