import { parseArgs } from 'node:util';
import { sections } from './sections.ts';

// Side by side in one run, as ratios: the machine is the same for all, whatever it is.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' } },
});
const { only } = values;
if (only !== undefined && !Object.hasOwn(sections, only)) {
  throw new Error(`There is no "${only}"; there are ${Object.keys(sections).join(', ')}`);
}
const most = Number(positionals[0] ?? 1_000_000);
for (const [name, section] of Object.entries(sections)) {
  if (only === undefined || name === only) await section(most);
}
