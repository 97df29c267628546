import { InvalidSettings } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { FakeContext } from '../test/fake-context.ts';
import { bigcommerce, SourceMisused } from './bigcommerce.ts';

const good = { storeHash: 'abc123', accessToken: 'token', clientSecret: 'secret' };
const set = (more: object) => () => bigcommerce({ ...good, ...more });

test('a source is named after its store', () => {
  expect(bigcommerce(good).name).toBe('bigcommerce:abc123');
});

test.each([
  { clientSecret: ['old', 'new'] },
  { endpoint: 'http://127.0.0.1:8080/' },
  { sharedHeader: { name: 'X-Mill', value: 'a random token' } },
  { notPlaced: [] },
])('takes %j', (more) => expect(set(more)).not.toThrow());

test.each([
  { storeHash: '../abc' },
  { storeHash: '' },
  { accessToken: 'sensitive\nvalue' },
  { accessToken: '' },
  { clientSecret: [] },
  { clientSecret: 'sensitive value' },
  { endpoint: 'ftp://example.org' },
  { endpoint: 'https://user:sensitive@example.org' },
  { signature: 'never' },
  { signature: 'off' },
  { toleranceSeconds: 0 },
  { sharedHeader: { name: 'X Mill', value: 'a random token' } },
  { sharedHeader: { name: 'X-Mill', value: 'short' } },
  { concurrency: 0 },
  { timeoutMs: 0.5 },
  { notPlaced: ['Pending'] },
  { fetch: 'fetch' },
  { storehash: 'abc123' },
])('refuses %j, without a value in its error', (more) => {
  expect(set(more)).toThrow(InvalidSettings);
  expect(set(more)).not.toThrow(/sensitive/);
});

describe('a source', () => {
  test('belongs to one pipeline', () => {
    const source = bigcommerce(good);
    source.attach(new FakeContext());
    expect(() => source.attach(new FakeContext())).toThrow(SourceMisused);
  });

  test('needs a pipeline to start, and to be asked', async () => {
    const source = bigcommerce(good);
    await expect(source.start?.()).rejects.toThrow(SourceMisused);
    await expect(source.waiting()).rejects.toThrow(SourceMisused);
    await expect(source.skipped()).rejects.toThrow(SourceMisused);
  });

  test('does not start again once it was stopped', async () => {
    const source = bigcommerce(good);
    const context = new FakeContext();
    context.recallAll = () => Promise.reject(new Error('nobody should ask'));
    source.attach(context);
    await source.stop?.();
    await expect(source.start?.()).resolves.toBeUndefined();
  });
});
