import type { Floor } from '../floor.ts';
import type { Life } from '../life.ts';
import { hours } from '../spans.ts';

/** The merchant renames goods, changes what they cost, and takes some of them off the shelf. */
export function* stockroom({ chance, goods, store }: Floor): Life {
  for (let season = 1; ; season += 1) {
    yield hours(chance.between(5, 60));
    const { id, name } = chance.pick(goods.physical);
    store.updateProduct(id, { name: `${name}, season ${season}` });
    yield hours(chance.between(5, 60));
    store.updateProduct(chance.pick(goods.physical).id, { price: `${season + 9}.25` });
    yield hours(chance.between(5, 60));
    const last = store.addProduct({ name: `Last of season ${season}`, price: '1.00' });
    yield hours(1);
    store.deleteProduct(last.id);
  }
}
