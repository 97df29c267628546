import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { MillraceError } from '../../event/error.ts';
import type { ContractCase } from '../contract.ts';
import { type DestinationContractOptions, type Rig, vendorOf, withRig } from './rig.ts';

/** What a destination promises about its settings. */
export function settingsCases(options: DestinationContractOptions): readonly ContractCase[] {
  const refusalOf = (settings: object): Error & { code: unknown } => {
    const { configure } = options;
    assert.ok(
      configure,
      'This case needs `configure`, the function that makes the destination. Give it, or declare an exception with its reason.',
    );
    try {
      configure(settings as never);
    } catch (error) {
      assert.ok(MillraceError.isInstance(error), `expected InvalidSettings, not ${String(error)}`);
      assert.equal(error.code, 'INVALID_SETTINGS');
      return error;
    }
    return assert.fail(`the settings ${JSON.stringify(settings)} were taken`);
  };

  return [
    {
      clause: 'D14',
      name: 'empty settings are refused',
      run: async () => void refusalOf({}),
    },
    {
      clause: 'D14',
      name: 'a setting that does not exist is refused by its name',
      run: async () => {
        const { message } = refusalOf({ noSuchSetting: true });
        assert.match(message, /noSuchSetting/);
      },
    },
    {
      clause: 'D15',
      name: 'no secret appears in an operation, an outcome, an error, a finding, a log line or the account',
      run: () =>
        withRig(options, async (rig) => {
          assert.notEqual(options.secrets.length, 0, 'Name the secrets that `create` uses.');
          const said = await everythingSaid(rig, options);
          for (const secret of options.secrets) {
            for (const form of formsOf(secret)) {
              // Without the text itself: the assertion would print the secret.
              assert.ok(!said.includes(form), 'a secret of the settings was found');
            }
          }
        }),
    },
  ];
}

/** All that the destination lets out, while its vendor is well and while it fails in every way. */
async function everythingSaid(rig: Rig, options: DestinationContractOptions): Promise<string> {
  const vendor = vendorOf(options);
  const said: unknown[] = [rig.destination.name, rig.destination.account];
  for (const batch of rig.batches()) {
    said.push(batch);
    for (const fails of [
      () => vendor.ok(),
      () => vendor.status(400, {}),
      () => vendor.status(401, {}),
      () => vendor.status(429, {}),
      () => vendor.status(500, {}),
      () => vendor.reset(),
    ]) {
      await fails();
      said.push(await rig.deliver(batch).catch((error: unknown) => error));
    }
  }
  for (const fails of [() => vendor.ok(), () => vendor.status(401, {}), () => vendor.reset()]) {
    await fails();
    said.push(await rig.start().catch((error: unknown) => error));
  }
  said.push(rig.logged);
  return inspect(said, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
}

/** As it is, and as a Basic authorization header would carry it. The last bytes depend on what follows them. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
  return [secret, base64].filter((form) => form !== '');
}
