import { compile } from 'html-to-text';

const toText = compile({
  wordwrap: false,
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
      selector,
      options: { uppercase: false },
    })),
    { selector: 'ul', options: { itemPrefix: ' ' } },
    ...['td', 'th'].map((selector) => ({ selector, format: 'block' })),
  ],
});

/** The text of HTML, in one line of at most `length` characters, cut between words. */
export function plainText(html: string, length: number): string {
  const text = oneLine(toText(html));
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const end = cut.lastIndexOf(' ');
  return oneLine(`${end > length / 2 ? cut.slice(0, end) : cut}…`);
}

/** Text without line breaks, control characters and halves of characters: what any reader of JSON or XML can take. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Surrogate}\p{Noncharacter_Code_Point}]/gu, '')
    .replace(/[\s\p{Control}]+/gu, ' ')
    .trim();
}
