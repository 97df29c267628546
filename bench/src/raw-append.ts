import { open } from 'node:fs/promises';

/** The least that durability costs: what waits is appended to a file together, and fdatasync'ed. */
export async function rawLog(file: string) {
  const handle = await open(file, 'w');
  let waiting: { bytes: Buffer; resolve: () => void }[] = [];
  let writing = false;

  const write = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await handle.writev(batch.map(({ bytes }) => bytes));
      await handle.datasync();
      for (const { resolve } of batch) resolve();
    }
    writing = false;
  };
  return {
    append: (text: string): Promise<void> =>
      new Promise((resolve) => {
        waiting.push({ bytes: Buffer.from(text), resolve });
        if (!writing) void write();
      }),
    close: () => handle.close(),
  };
}
