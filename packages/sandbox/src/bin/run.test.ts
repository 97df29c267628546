import { expect, it } from 'vitest';
import { run } from './run.ts';

it('starts the sandbox that is asked for and prints where it is', async () => {
  const lines: string[] = [];
  const sandbox = await run(['klaviyo', '--port', '0'], (line) => lines.push(line));
  expect(lines).toEqual([`klaviyo sandbox: ${sandbox.url}`]);
  expect((await fetch(`${sandbox.url}/api/accounts`)).status).toBe(401);
  await sandbox.close();
});

it.each([
  [[]],
  [['toString']],
  [['klaviyo', 'x']],
  [['klaviyo', '--port', 'x']],
  [['klaviyo', '--x']],
])('explains itself when given %j', async (args) => {
  await expect(run(args, () => undefined)).rejects.toThrow(/^usage: millrace-sandbox <.*klaviyo/);
});
