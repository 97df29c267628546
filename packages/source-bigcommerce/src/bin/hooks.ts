#!/usr/bin/env node
import { hooksCommand } from '../hooks/command.ts';

process.exitCode = await hooksCommand(process.argv.slice(2), process.env, (line) => {
  process.stdout.write(`${line}\n`);
});
