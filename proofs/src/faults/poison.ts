import { poisons, provePoison } from '../poison.ts';
import { defineFault, type Fault } from './fault.ts';

const fault = ([stage, way]: (typeof poisons)[number]): Fault =>
  defineFault({
    name: `poison in ${stage}: ${way}`,
    shows: 'an event that ends its process is set aside after three deaths; its neighbours arrive',
    async run(bench) {
      const verdict = await provePoison(stage, way);
      if (!verdict.holds) bench.complain(`it is not as it must be: ${JSON.stringify(verdict)}`);
      const acknowledged = verdict.neighbours + 1;
      const dead = verdict.letters.length;
      return {
        reckoning: {
          acknowledged,
          delivered: verdict.delivered,
          held: 0,
          pending: 0,
          dead,
          lost: acknowledged - verdict.delivered - dead,
          duplicated: 0,
          outOfOrder: 0,
          problems: [],
        },
        seen: `${verdict.deaths} deaths, then a dead letter: ${verdict.letters.join(', ')}`,
      };
    },
  });

export const poisonFaults: readonly Fault[] = poisons.map(fault);
