import { Observable } from 'rxjs';
import type { Clock } from './clock.ts';

/** Emits once, after `ms` milliseconds of `clock`, and completes. */
export function after(clock: Clock, ms: number): Observable<void> {
  return new Observable((subscriber) => {
    const timer = clock.after(ms, () => {
      subscriber.next();
      subscriber.complete();
    });
    return () => timer.cancel();
  });
}
