/** The code between `//#region name` and `//#endregion name`, moved to the left margin. */
export function regionOf(source: string, name: string): string {
  const lines = source.split('\n');
  const from = lines.findIndex((line) => line.trim() === `//#region ${name}`);
  const to = lines.findIndex((line) => line.trim() === `//#endregion ${name}`);
  if (from < 0 || to < from) throw new Error(`There is no region "${name}".`);
  const region = lines.slice(from + 1, to);
  const indents = region.filter((line) => line !== '').map((line) => line.search(/\S/));
  return region.map((line) => line.slice(Math.min(...indents))).join('\n');
}

/** The fenced code blocks of a Markdown text that are in one language. */
export function blocksOf(markdown: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)\\n\`\`\`$`, 'gms');
  return [...markdown.matchAll(fence)].map(([, code = '']) => code);
}
