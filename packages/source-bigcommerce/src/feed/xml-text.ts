/** What XML 1.0 does not allow in any form. Source: W3C, XML 1.0, section 2.2, Characters. */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // A parser turns a bare one into a line feed.
  '\r': '&#13;',
};

/** Text as the content of an element. What XML cannot hold is left out. */
export function xmlText(text: string): string {
  return text.replace(forbidden, '').replace(/[&<>\r]/g, (sign) => entities[sign] ?? sign);
}
