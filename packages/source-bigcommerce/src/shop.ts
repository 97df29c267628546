import type { SourceContext } from '@millrace/core';
import type { Api } from './api/api.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { Settings } from './settings.ts';
import type { StoreProfile } from './store/profile.ts';

/** What every part of the source has at hand, once it is attached to a pipeline. */
export interface Shop {
  readonly settings: Settings;
  readonly context: SourceContext;
  readonly api: Api;
  readonly catalog: Catalog;
  readonly store: StoreProfile;
  /** Before this time nothing was live: what is older is history. ISO 8601, UTC. */
  readonly historyBefore: string;
}
