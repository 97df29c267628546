import type { StorePlace } from '../bench.ts';

/** The place, with a clock that can be set. */
export function skewed(place: StorePlace, skew: { readonly ms: number }): StorePlace {
  const open: StorePlace = (environment) => {
    const { clock } = environment;
    const now = (): number => clock.now() + skew.ms;
    return place({
      ...environment,
      clock: { ...clock, now, after: clock.after.bind(clock) },
    });
  };
  const { crash } = place;
  return crash === undefined ? open : Object.assign(open, { crash: () => skewed(crash(), skew) });
}
