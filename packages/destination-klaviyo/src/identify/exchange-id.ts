/** Longer ones are none. */
const longest = 255;
const form = /^[\x21-\x7e]+$/;

/** Whether it can be an exchange id: an opaque text, a dot, the id of the company. What it says only Klaviyo can tell. */
export function isExchangeId(text: string): boolean {
  return text.length <= longest && form.test(text);
}

/** Longer addresses are not read. */
const longestUrl = 8_192;

/**
 * The exchange id that Klaviyo put as `_kx` into the links of a message: it points to the profile of whom the message
 * was sent to. Whoever has it can be taken for that person, so keep it out of logs and pages, as you would an email.
 *
 * Klaviyo: "Understanding cookies in Klaviyo"
 *
 * @param url of the page that the visitor landed on; also without its origin, as `request.url` is in Node.
 * @returns `undefined` when there is none, or one of more than 255 characters. Never throws.
 *
 * @example
 * exchangeIdFromUrl('https://shop.kelpwood.co/?_kx=k7Qz0vTn.SNDBX1') // 'k7Qz0vTn.SNDBX1'
 */
export function exchangeIdFromUrl(url: string | URL): string | undefined {
  const text = String(url);
  // The host does not matter: it is there for addresses without one.
  if (text.length > longestUrl || !URL.canParse(text, 'http://localhost')) return undefined;
  const exchangeId = new URL(text, 'http://localhost').searchParams.get('_kx');
  return exchangeId !== null && isExchangeId(exchangeId) ? exchangeId : undefined;
}
