import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

const source = resolve(import.meta.dirname, '../../..');
const modules = resolve(source, '../../../node_modules');

/** Compiles the sources as they are now for child processes, as not every Node runs TypeScript. Returns the directory. */
export function compileSources(): string {
  const target = mkdtempSync(join(tmpdir(), 'millrace-children-'));
  symlinkSync(modules, join(target, 'node_modules'));
  writeFileSync(join(target, 'package.json'), '{"type":"module"}');
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts') || name.endsWith('-d.ts')) continue;
    const { outputText } = ts.transpileModule(readFileSync(join(source, name), 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        rewriteRelativeImportExtensions: true,
      },
    });
    const path = join(target, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, outputText);
  }
  return target;
}

export interface Ended {
  /** What the child said last: a line of JSON, or undefined. */
  readonly said: { readonly outcome: string; readonly message?: string } | undefined;
  readonly code: number | null;
  readonly signal: string | null;
}

/** Runs `use-store.ts` until it ends; one that is silent for long is killed. */
export function useStore(compiled: string, args: readonly string[]): Promise<Ended> {
  const script = join(compiled, 'store/lmdb/__fixtures__/use-store.js');
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 15_000,
    killSignal: 'SIGKILL',
  });
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  return new Promise((done) => {
    child.on('close', (code, signal) => {
      const line = out
        .trim()
        .split('\n')
        .findLast((one) => one.startsWith('{"outcome"'));
      done({
        said: line === undefined ? undefined : (JSON.parse(line) as Ended['said']),
        code,
        signal,
      });
    });
  });
}
