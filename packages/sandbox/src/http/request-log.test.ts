import { describe, expect, it } from 'vitest';
import { BODY_BYTES_KEPT, RequestLog, REQUESTS_KEPT } from './request-log.ts';

const request = (path: string, body = Buffer.from('{}')) => ({
  method: 'POST',
  path,
  query: new URLSearchParams(),
  headers: {},
  body,
  at: 0,
});

describe('RequestLog', () => {
  it('keeps the last requests and no more', () => {
    const log = new RequestLog();
    const total = REQUESTS_KEPT * 3 + 7;
    for (let i = 0; i < total; i += 1) log.add(request(`/${i}`), { status: 200 });
    expect(log.records).toHaveLength(REQUESTS_KEPT);
    expect(log.records[0]).toMatchObject({ path: `/${total - REQUESTS_KEPT}`, body: {} });
    expect(log.records.at(-1)).toMatchObject({ path: `/${total - 1}`, body: {} });
  });

  it('lets go of the oldest bodies when they weigh too much together', () => {
    const log = new RequestLog();
    const half = Buffer.alloc(BODY_BYTES_KEPT / 2, 'x');
    for (const path of ['/a', '/b', '/c']) log.add(request(path, half), { status: 200 });
    expect(log.records.map(({ path }) => path)).toEqual(['/a', '/b', '/c']);
    expect(log.records.map(({ body }) => body === undefined)).toEqual([true, false, false]);
  });

  it('counts only the bodies of the requests it still has', () => {
    const log = new RequestLog();
    const bodies = [0.6, 0.6, 0.9].map((share) =>
      Buffer.alloc(Math.floor((share * BODY_BYTES_KEPT) / REQUESTS_KEPT), 'x'),
    );
    for (const body of bodies) {
      for (let i = 0; i < REQUESTS_KEPT; i += 1) log.add(request('/', body), { status: 200 });
    }
    expect(log.records.filter((record) => record.body === undefined)).toEqual([]);
  });

  it('shows a body that is not JSON as text', () => {
    const log = new RequestLog();
    log.add(request('/', Buffer.from('a=b')), { status: 200 });
    expect(log.records[0]?.body).toBe('a=b');
  });
});
