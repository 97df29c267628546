import type { BigCommerceSandbox } from '../public.ts';

const wares = ['Mug', 'Towel', 'Lamp', 'Chair', 'Plate', 'Vase', 'Clock', 'Rug', 'Shelf', 'Tray'];
const woods = ['Oak', 'Ash', 'Pine', 'Walnut'];
const brands = ['Fog', 'Hearth', 'Ordinary'];

/** Something that can be bought. */
export interface Ware {
  readonly id: number;
  readonly name: string;
  readonly price: number;
}

/** What there is to buy. */
export interface Goods {
  readonly physical: readonly [Ware, ...Ware[]];
  readonly digital: readonly [Ware, ...Ware[]];
}

/** Fills an empty store with things to buy. */
export function stockUp(store: BigCommerceSandbox): Goods {
  const physical = woods.flatMap((wood, row) =>
    wares.map((ware, column) =>
      store.addProduct({
        name: `${ware}, ${wood.toLowerCase()}`,
        sku: `${ware}-${wood}`.toUpperCase(),
        price: `${(column + 1) * (row + 3)}.${column % 2 === 0 ? '95' : '49'}`,
        costPrice: `${column + 1}.10`,
        brand: brands[(row + column) % brands.length],
        categories: [column % 2 === 0 ? 'Kitchen' : 'Living', wood],
      }),
    ),
  );
  const digital = ['Patterns', 'Plans', 'Manual'].map((name, index) =>
    store.addProduct({ name, sku: `D-${index}`, price: `${index + 4}.00`, type: 'digital' }),
  );
  return { physical: atLeastOne(physical), digital: atLeastOne(digital) };
}

function atLeastOne<T>(list: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = list;
  if (first === undefined) throw new RangeError('The simulated shop has nothing to sell');
  return [first, ...rest];
}
