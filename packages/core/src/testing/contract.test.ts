import { describe, expect, it } from 'vitest';
import { applyExceptions, type ContractCase } from './contract.ts';

const run = async (): Promise<void> => undefined;
const cases: ContractCase[] = [
  { clause: 'X1', name: 'is kind', run },
  { clause: 'X2', name: 'is quick', run },
];

describe('applyExceptions', () => {
  it('leaves out the cases that are declared', () => {
    const left = applyExceptions(cases, [{ case: 'is quick', reason: 'it talks to a fax' }]);

    expect(left.map(({ name }) => name)).toEqual(['is kind']);
  });

  it('refuses an exception that names no case', () => {
    expect(() => applyExceptions(cases, [{ case: 'is fast', reason: 'a fax' }])).toThrow(
      'There is no contract case "is fast" to leave out. The cases are: "is kind", "is quick".',
    );
  });

  it('refuses an exception without a reason', () => {
    expect(() => applyExceptions(cases, [{ case: 'is quick', reason: ' ' }])).toThrow(
      'has no reason',
    );
  });
});
