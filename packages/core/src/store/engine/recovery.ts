import type { Tables } from './database.ts';
import { arrange, type MayPromote } from './exceptions.ts';

/**
 * After a crash, an exception may be behind an event that is gone: settled in the very moment. Once everything that was
 * on loan at the crash is settled, the earliest exception of each profile is due. Inside a write.
 */
export function promoteStranded(
  tables: Tables,
  destination: string,
  now: number,
  mayPromote: (profile: number) => MayPromote,
): void {
  const start = [destination, 0, 0] as const;
  const end = [destination, Number.POSITIVE_INFINITY, 0] as const;
  const profiles = new Set<number>();
  for (const { key } of tables.byProfile.range({ start, end })) profiles.add(key[1]);
  // Arranging neither adds nor removes exceptions, nor changes what is held.
  const change = { exceptions: 0, held: 0 };
  for (const profile of profiles) {
    arrange(tables, destination, profile, now, mayPromote(profile), change);
  }
}
