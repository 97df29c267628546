import { describe, expect, it } from 'vitest';
import { segment } from './index.ts';

describe('the settings', () => {
  it.each([
    [{ writeKey: '' }, 'writeKey: expected the write key of a source'],
    [{ host: 'api.segment.io' }, 'host: expected a URL'],
    [{ host: 'https://relay.example.com/segment' }, 'host: expected scheme and host only'],
    [{ path: '//elsewhere.example.com' }, 'path: expected a path that starts with one slash'],
    [{ timeoutMs: 0 }, 'timeoutMs: '],
    [{ flushAt: 20 }, 'Unrecognized key: "flushAt"'],
  ])('%j are refused', (settings, why) => {
    expect(() => segment({ writeKey: 'k', ...settings })).toThrow(`segment was not set up: ${why}`);
  });
});
