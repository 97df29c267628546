import { ecommerce, type Ecommerce } from './events.ts';
import { Product } from './product.ts';

type SpecName = { [Event in keyof Ecommerce]: keyof Ecommerce[Event]['shape'] }[keyof Ecommerce];
type ProductName = keyof (typeof Product)['shape'];

type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

type Renamed<T, Names> = {
  [Key in keyof T as Key extends Names & string ? Camel<Key> : Key]: Key extends 'products'
    ? RenamedItems<T[Key]>
    : T[Key];
};
type RenamedItems<T> = T extends readonly (infer Item)[] ? Renamed<Item, ProductName>[] : T;

/** The shape `T` with the names of the spec in camelCase: what {@link withSpecNames} turns into `T`. */
export type CamelCased<T> = Renamed<T, SpecName>;

type SpecNames = ReadonlyMap<string, string>;

function byCamelCase(specNames: readonly string[]): SpecNames {
  const camelCase = (name: string) =>
    name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return new Map(
    specNames.filter((name) => name.includes('_')).map((name) => [camelCase(name), name]),
  );
}

const eventNames = byCamelCase(
  Object.values(ecommerce).flatMap((event) => Object.keys(event.shape)),
);
const productNames = byCamelCase(Object.keys(Product.shape));

/**
 * Gives properties the names of the spec where they have them in camelCase: `orderId` becomes `order_id`, also inside
 * `products`. Other names stay as they are. Where both spellings are present, the one of the spec wins and the other is
 * left as an extra property. The input is never changed, and is itself returned when it has nothing to rename.
 */
export function withSpecNames(properties: object): object {
  const renamed: { products?: unknown } = rename(properties, eventNames);
  const { products } = renamed;
  if (!Array.isArray(products)) return renamed;

  let changed = false;
  const items = products.map((item: unknown) => {
    if (typeof item !== 'object' || item === null) return item;
    const withNames = rename(item, productNames);
    changed ||= withNames !== item;
    return withNames;
  });
  return changed ? { ...renamed, products: items } : renamed;
}

function rename(source: object, names: SpecNames): object {
  const values = source as Readonly<Record<string, unknown>>;
  const keys = Object.keys(values);
  if (!keys.some((key) => specName(key, values, names) !== key)) return source;

  const renamed: Record<string, unknown> = {};
  for (const key of keys) {
    // A key `__proto__` would set the prototype; the schemas leave it out as well.
    if (values[key] === undefined || key === '__proto__') continue;
    renamed[specName(key, values, names)] = values[key];
  }
  return renamed;
}

/** The name that `key` gets. As in JSON, a member that is undefined is absent. */
function specName(
  key: string,
  values: Readonly<Record<string, unknown>>,
  names: SpecNames,
): string {
  const name = names.get(key);
  if (name === undefined || values[key] === undefined || values[name] !== undefined) return key;
  return name;
}
