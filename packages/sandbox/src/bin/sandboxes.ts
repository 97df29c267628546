import { bigcommerceSandbox } from '../bigcommerce/index.ts';
import { klaviyoSandbox } from '../klaviyo/index.ts';
import { segmentSandbox } from '../segment/index.ts';

/** A sandbox as the command line needs it. */
export interface Running {
  readonly url: string;
  close(): Promise<void>;
}

/** What can be started by name. */
export const SANDBOXES: Readonly<Record<string, (port: number) => Promise<Running>>> = {
  klaviyo: (port) => klaviyoSandbox({ port }),
  bigcommerce: (port) => bigcommerceSandbox({ port }),
  segment: (port) => segmentSandbox({ port }),
};
