import type { Item } from './item.ts';
import { xmlText } from './xml-text.ts';

/** How a feed is written: what comes before all items, each of them, and what comes after. */
export interface Format {
  readonly contentType: string;
  readonly head: string;
  /** @param isFirst of the feed. */
  item(item: Item, isFirst: boolean): string;
  readonly tail: string;
}

/** One list of objects, as in Klaviyo's example of a JSON feed. */
const json: Format = {
  contentType: 'application/json; charset=utf-8',
  head: '[',
  item: (item, isFirst) => `${isFirst ? '' : ','}\n${JSON.stringify(item)}`,
  tail: '\n]\n',
};

/** `Product` elements in `Products`, as in Klaviyo's example of an XML feed. */
const xml: Format = {
  contentType: 'application/xml; charset=utf-8',
  head: '<?xml version="1.0" encoding="UTF-8"?>\n<Products>\n',
  item: (item) => {
    const fields = Object.entries(item).map(
      ([name, value]: [string, unknown]) => `<${name}>${xmlText(written(value))}</${name}>`,
    );
    return `<Product>${fields.join('')}</Product>\n`;
  },
  tail: '</Products>\n',
};

/** Lists are separated by commas, so a comma within a name becomes a space. */
function written(value: unknown): string {
  return Array.isArray(value)
    ? value.map((each) => String(each).replaceAll(',', ' ').replace(/ +/g, ' ').trim()).join(',')
    : String(value);
}

const formats: Readonly<Record<string, Format>> = { json, xml };

/**
 * The format a request asks for: by `?format=`, by the end of its path, by its `accept`; else JSON. `undefined`: a format
 * that there is not.
 */
export function formatOf(request: Request): Format | undefined {
  const { searchParams, pathname } = new URL(request.url);
  const named = searchParams.get('format');
  if (named !== null) return Object.hasOwn(formats, named) ? formats[named] : undefined;
  if (pathname.endsWith('.xml')) return xml;
  if (pathname.endsWith('.json')) return json;
  const accept = request.headers.get('accept') ?? '';
  return /\bxml\b/.test(accept) && !/\b(json|html)\b/.test(accept) ? xml : json;
}
