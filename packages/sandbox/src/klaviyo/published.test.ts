import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { event, profile } from './__fixtures__/bodies.ts';
import { client } from './__fixtures__/client.ts';
import { type KlaviyoSandbox, klaviyoSandbox } from './index.ts';

// Of our own making, and stricter than the sandbox: that events are worth something, and that profiles have no more
// than an email.
const data = (attributes: object) => ({
  type: 'object',
  properties: {
    data: { type: 'object', properties: { type: { type: 'string' }, attributes } },
  },
});
const schemas = {
  'POST /api/events': data({ type: 'object', additionalProperties: true, required: ['value'] }),
  'POST /api/profile-import': data({
    type: 'object',
    properties: { email: { type: 'string' } },
  }),
};

let directory: string;
let sandbox: KlaviyoSandbox;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'published-'));
  await mkdir(join(directory, 'klaviyo'));
  await writeFile(join(directory, 'klaviyo', 'request-schemas.json'), JSON.stringify(schemas));
  sandbox = await klaviyoSandbox({ publishedSchemas: directory });
});
afterEach(async () => {
  await sandbox.close();
  await rm(directory, { recursive: true });
});

const ana = { email: 'ana@shop.co' };

describe('with published schemas at hand', () => {
  it('a body that they refuse is refused, and told why', async () => {
    const send = client(sandbox);
    expect(await send('POST', '/api/events', event(ana))).toMatchObject({
      refused: { status: 400, at: ['/data/attributes'] },
      text: expect.stringContaining("must have required property 'value'") as string,
    });
    expect((await send('POST', '/api/events', event(ana, { value: 1 }))).status).toBe(202);
  });

  it('a field that they do not name is refused', async () => {
    const send = client(sandbox);
    const named = await send('POST', '/api/profile-import', profile({ ...ana, title: 'Dr' }));
    expect(named).toMatchObject({
      refused: { status: 400, at: ['/data/attributes'] },
      text: expect.stringContaining("'title'") as string,
    });
    expect((await send('POST', '/api/profile-import', profile(ana))).status).toBeLessThan(300);
  });

  it('what the sandbox refuses itself is refused in its words', async () => {
    const { text } = await client(sandbox)('POST', '/api/events', event({ email: 'ana' }));
    expect(text).not.toContain('published schema');
  });

  it('an endpoint without a schema, and a request without a body, are as ever', async () => {
    const send = client(sandbox);
    expect((await send('POST', '/api/profiles', profile(ana))).status).toBe(201);
    expect((await send('GET', '/api/profiles')).status).toBe(200);
  });
});

it('does not start when the schemas it was told of are not there', async () => {
  await expect(klaviyoSandbox({ publishedSchemas: join(directory, 'none') })).rejects.toThrow(
    'ENOENT',
  );
});
