/** `customer.name` -> the kinds of JSON value seen there; the members of a list are one place. */
type Shape = Map<string, Set<string>>;

function shapeOf(value: unknown, path = '', shape: Shape = new Map()): Shape {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  shape.set(path, (shape.get(path) ?? new Set()).add(kind));
  if (Array.isArray(value)) for (const item of value) shapeOf(item, `${path}[]`, shape);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) shapeOf(item, `${path}.${key}`, shape);
  }
  return shape;
}

/** What differs, each as one line. `null` agrees with any kind: it says that something is absent. */
export function differences(ours: unknown, theirs: unknown): string[] {
  const [our, their] = [shapeOf(ours), shapeOf(theirs)];
  const kinds = [...their].flatMap(([path, wanted]) => {
    const got = our.get(path);
    if (!got || got.has('null') || wanted.has('null')) return [];
    const strange = [...got].filter((kind) => !wanted.has(kind));
    return strange.length === 0 ? [] : [`${path}: ${strange.join()} for ${[...wanted].join()}`];
  });
  // A key below something we leave empty is no difference: an empty list has no members to compare.
  const missing = [...their.keys()].filter(
    (path) => !our.has(path) && !NEIGHBOURS.test(path) && our.get(parent(path))?.has('object'),
  );
  return [...kinds, ...missing.map((path) => `${path}: missing`)];
}

/** Links to other pages are there when there are other pages. */
const NEIGHBOURS = /\.links\.(previous|next)$/;

const parent = (path: string) => path.replace(/(\.[^.[]+|\[\])$/, '');
