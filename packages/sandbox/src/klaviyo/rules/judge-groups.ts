import type { Account } from '../account/account.ts';
import { DEFAULT_SERVICE } from '../account/metrics.ts';
import { given } from '../account/identifiers.ts';
import { invalid } from '../protocol/problems.ts';
import type { Problem } from '../protocol/refusal.ts';
import { eventProblems } from './event.ts';
import type { Group } from './group.ts';
import { type Judged, judgeIdentifiers } from './identifiers.ts';
import { LIMITS } from './limits.ts';

/** Judges a group of events and the profile they are about; changes nothing. */
export function judgeGroup(account: Account, group: Group, now: number): Judged {
  const { id, attributes, meta, pointer } = group.profile;
  const judged = judgeIdentifiers(account, { ...attributes, id }, `${pointer}/attributes`, {
    forgivesPhone: true,
  });
  const problems: Problem[] = [...judged.problems];
  if (id && !account.profiles.find('id', id)) {
    problems.push(invalid(`${pointer}/id`, `A profile with id ${id} does not exist.`));
  }
  if (Buffer.byteLength(JSON.stringify({ attributes, meta })) > LIMITS.profileBytesInEvent) {
    problems.push(invalid(pointer, 'The profile in an event has at most 95 KB.'));
  }
  for (const event of group.events) {
    problems.push(...eventProblems(event.attributes, event.pointer, now));
  }
  return { identifiers: judged.identifiers, problems };
}

/**
 * Klaviyo: "if the same unique_id is repeated for one profile and metric within the request, the whole request fails"
 * (Bulk Create Events reference). Its guide has it that repeats are dropped; the stricter of the two is safe.
 */
export function repeatedUniqueIds(
  account: Account,
  groups: readonly (readonly [Group, Judged])[],
): Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const [group, judged] of groups) {
    const about = subject(account, judged);
    for (const { attributes, pointer } of group.events) {
      if (!attributes.unique_id) continue;
      const { name, service } = attributes.metric.data.attributes;
      const key = JSON.stringify([about, service ?? DEFAULT_SERVICE, name, attributes.unique_id]);
      if (seen.has(key)) {
        problems.push(
          invalid(`${pointer}/unique_id`, 'This unique_id is repeated in the request.'),
        );
      }
      seen.add(key);
    }
  }
  return problems;
}

/** Whom the events are about: a profile that is there, else what will name the one to come. */
function subject(account: Account, { identifiers }: Judged): string {
  const [strongest] = given(identifiers);
  if (!strongest) return '';
  const { kind, value } = strongest;
  return (
    account.profiles.find(kind, value)?.id ??
    `${kind} ${kind === 'email' ? value.toLowerCase() : value}`
  );
}
