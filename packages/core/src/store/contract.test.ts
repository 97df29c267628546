import { afterAll, describe, it } from 'vitest';
import { storeContract } from '../testing/store/store-contract.ts';
import { lmdbPlace, removePlaces } from './__fixtures__/places.ts';
import { memoryStore } from './memory/memory-store.ts';

afterAll(removePlaces);

const places = { memory: () => memoryStore(), lmdb: () => lmdbPlace() };

describe.each(Object.entries(places))('the %s store', (_name, place) => {
  it.each(storeContract({ place }))('$clause $name', ({ run }) => run());
});
