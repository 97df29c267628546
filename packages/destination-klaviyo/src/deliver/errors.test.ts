import { describe, expect, it } from 'vitest';
import { errorsIn, refusal } from './errors.ts';

describe('errorsIn', () => {
  it.each(['', '<html>', 'null', '[]', '7', '{}', '{"errors":{}}', '{"errors":null}'])(
    'finds nothing in %j',
    (body) => expect(errorsIn(body)).toStrictEqual([]),
  );

  it('takes what is there, whatever else is wrong', () => {
    const body = '{"errors":[7,{"detail":1,"title":"T","source":null,"meta":[]},{"detail":"D"}]}';
    expect(errorsIn(body)).toMatchObject([{}, { title: 'T' }, { detail: 'D' }]);
  });
});

describe('refusal', () => {
  it('is in the words of Klaviyo, and says where', () => {
    const error = { title: 'T', detail: 'D', source: { pointer: '/data' }, meta: undefined };
    expect(refusal(400, error)).toBe('Klaviyo refused it, 400: D (/data)');
    expect(refusal(413, undefined)).toBe('Klaviyo refused it, 413: without a word');
  });

  it('is short, however long they go on', () => {
    const long = 'x'.repeat(9_000);
    const error = { title: undefined, detail: long, source: { pointer: long }, meta: undefined };
    expect(refusal(400, error).length).toBeLessThan(700);
  });
});
