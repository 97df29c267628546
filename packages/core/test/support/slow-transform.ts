import { gate } from './fake-destination.ts';

/** A transform that waits for a test to open its gate. */
export function slowTransform() {
  const { opened, open } = gate();
  const transform = { name: 'slow', apply: <T>(event: T) => opened.then(() => event) };
  return { transform, open };
}
