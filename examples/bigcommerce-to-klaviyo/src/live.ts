import type { Accounts } from './accounts.ts';
import { startPipeline } from './pipeline.ts';

/** Serves the webhooks of a real store, and says what happens to each order, until it is interrupted. */
export async function runLive(accounts: Accounts): Promise<number> {
  const port = Number(process.env['PORT'] ?? 8080);
  const directory = process.env['MILLRACE_DIRECTORY'] ?? './.millrace';
  const { storeHash } = accounts.bigcommerce;
  console.log(
    `Real accounts: BigCommerce store ${storeHash} to the Klaviyo account of KLAVIYO_API_KEY.`,
  );
  const { close } = await startPipeline(accounts, directory, port, (activity) =>
    console.log(JSON.stringify(activity)),
  );
  console.log(`Webhooks are taken on port ${port}, events are kept in ${directory}.`);
  console.log(
    'Make its webhooks with `npx bigcommerce-hooks repair --destination <the public https address of this port>`. Stop with Ctrl-C.',
  );

  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  console.log(JSON.stringify(await close()));
  return 0;
}
