import type { Mapping } from '@millrace/core';
import { expect, it } from 'vitest';
import type { EventAttributes } from '../klaviyo-event.ts';
import { common, type Example, nobody } from './example.ts';
import { examples } from './index.ts';

const intro = `# What Klaviyo is told

Events, and what \`@millrace/destination-klaviyo\` makes of them. Every request below is one that the tests send to the
sandbox. Where nothing else is said, the event has the \`messageId\` m-1, happened at 2026-07-15T10:00:00.000Z, and its
profile is known by the user id 991 and the email ana@kelpwood.co, under which it goes out.
`;

/** As the formatter has it: what fits into a line is on one. */
function pretty(value: unknown, indent = '', taken = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const isArray = Array.isArray(value);
  const members = (write: (value: unknown, taken: number) => string) =>
    isArray
      ? value.map((item) => write(item, 0))
      : Object.entries(value).map(([name, member]) => {
          const key = `${JSON.stringify(name)}: `;
          return key + write(member, key.length);
        });
  const inline = (value: unknown): string => pretty(value, '', -Infinity);
  const flat = members(inline).join(', ');
  if (flat === '') return isArray ? '[]' : '{}';
  const line = isArray ? `[${flat}]` : `{ ${flat} }`;
  // A comma may follow.
  if (indent.length + taken + line.length < 100) return line;
  const lines = members((member, taken) => pretty(member, inner, taken));
  const [open, close] = isArray ? ['[', ']'] : ['{', '}'];
  return `${open}\n${inner}${lines.join(`,\n${inner}`)}\n${indent}${close}`;
}

const json = (value: unknown) => `\`\`\`json\n${pretty(value)}\n\`\`\``;

function section({ title, settings, in: event, profile, out }: Example): string {
  const { messageId: _m, timestamp, receivedAt: _r, integrations, context, ...said } = event;
  const shown = {
    ...said,
    ...(timestamp !== common.timestamp && { timestamp }),
    ...(Object.keys(context).length > 0 && { context }),
    ...(Object.keys(integrations).length > 0 && { integrations }),
  };
  return [
    `## ${title[0]?.toUpperCase()}${title.slice(1)}`,
    ...(settings === undefined ? [] : [`With the settings \`${JSON.stringify(settings)}\`:`]),
    json(shown),
    ...(profile === nobody ? ['of a visitor of whom no more is known than an anonymous id,'] : []),
    ...becomes(out),
  ].join('\n\n');
}

function becomes(out: Mapping): readonly string[] {
  if ('hold' in out) return [`is held: ${out.hold}.`];
  if ('drop' in out) return [`is dropped: ${out.drop}.`];
  if ('reject' in out) return [`becomes a dead letter: ${out.reject}.`];
  return out.operations.flatMap(({ lane, payload }) => {
    const { event } = payload as { event?: EventAttributes };
    if (event === undefined) return [`becomes, in the lane \`${lane}\`:`, json(payload)];
    const { metric, unique_id: id, value, value_currency: currency, properties } = event;
    const worth = value === undefined ? '' : `, worth ${[value, currency].join(' ').trim()}`;
    return [
      `becomes **${metric.data.attributes.name}**, \`unique_id\` \`${id}\`${worth}:`,
      json(properties),
    ];
  });
}

it('docs/examples/klaviyo.md shows the examples (after a change: vitest run page.test -u)', async () => {
  const page = [intro.trimEnd(), ...examples.map(section)].join('\n\n');
  await expect(`${page}\n`).toMatchFileSnapshot('../../../../../docs/examples/klaviyo.md');
});
