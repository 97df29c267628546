import { realAccounts } from './accounts.ts';
import { runDemo } from './demo.ts';
import { runLive } from './live.ts';

const accounts = realAccounts(process.env);
process.exitCode = accounts === undefined ? await runDemo() : await runLive(accounts);
