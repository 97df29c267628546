import type { Operation } from '../destination/operation.ts';

/** Measured once: writing a payload as JSON costs more than anything else that is done with it here. */
const measured = new WeakMap<Operation, number>();

/**
 * How many bytes an operation takes in a call.
 *
 * @throws {TypeError} when its payload cannot be written as JSON.
 */
export function bytesOf({ operation }: { readonly operation: Operation }): number {
  const known = operation.bytes ?? measured.get(operation);
  if (known !== undefined) return known;
  const json = JSON.stringify(operation.payload) as string | undefined;
  if (json === undefined) throw new TypeError(`the payload of ${operation.key} is not JSON`);
  const bytes = Buffer.byteLength(json);
  measured.set(operation, bytes);
  return bytes;
}
