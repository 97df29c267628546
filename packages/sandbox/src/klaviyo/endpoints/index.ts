import { getAccounts } from './accounts.ts';
import type { Endpoint } from './call.ts';
import { postDeletion } from './deletion.ts';
import { getEvents } from './get-events.ts';
import { getProfiles } from './get-profiles.ts';
import { deleteListProfiles, postListProfiles } from './list-profiles.ts';
import { getList, getLists, postList } from './lists.ts';
import { postMetricAggregates } from './metric-aggregates.ts';
import { getMetrics } from './metrics.ts';
import { postBulkEvents } from './post-bulk-events.ts';
import { postEvent } from './post-event.ts';
import { postProfileImport } from './profile-import.ts';
import { getProfileJob, getProfileJobErrors, postProfileJob } from './profile-jobs.ts';
import { getProfile, patchProfileById, postProfile } from './profiles.ts';
import { postSubscriptions } from './subscribe.ts';
import { deleteSuppressions, postSuppressions } from './suppress.ts';
import { deleteSubscriptions } from './unsubscribe.ts';

/** Everything the sandbox serves. */
export const ENDPOINTS: readonly Endpoint[] = [
  postEvent,
  getEvents,
  postBulkEvents,
  postProfileImport,
  postProfile,
  getProfiles,
  getProfile,
  patchProfileById,
  postSubscriptions,
  deleteSubscriptions,
  postSuppressions,
  deleteSuppressions,
  postDeletion,
  postProfileJob,
  getProfileJob,
  getProfileJobErrors,
  getMetrics,
  postMetricAggregates,
  getAccounts,
  getLists,
  postList,
  getList,
  postListProfiles,
  deleteListProfiles,
];
