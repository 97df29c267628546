import { parseArgs } from 'node:util';
import { type Running, SANDBOXES } from './sandboxes.ts';

const USAGE = `usage: millrace-sandbox <${Object.keys(SANDBOXES).join(' | ')}> [--port <number>]`;

/** Starts what the arguments ask for and prints where it listens; throws with the usage when they make no sense. */
export async function run(args: string[], print: (line: string) => void): Promise<Running> {
  const { values, positionals } = parse(args);
  const [name = '', ...more] = positionals;
  const start = Object.hasOwn(SANDBOXES, name) ? SANDBOXES[name] : undefined;
  const port = Number(values.port);
  const isPort = Number.isInteger(port) && port >= 0 && port < 65_536;
  if (!start || !isPort || more.length > 0) throw new Error(USAGE);
  const sandbox = await start(port);
  print(`${name} sandbox: ${sandbox.url}`);
  return sandbox;
}

function parse(args: string[]) {
  try {
    const options = { port: { type: 'string', default: '0' } } as const;
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new Error(USAGE, { cause: error });
  }
}
