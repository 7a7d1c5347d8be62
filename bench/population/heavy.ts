import type { Member, Population } from './draw.js';
import { everyday } from './everyday.js';

/** The everyday population with costs that hardly have a mean: a limit of every interval from a sample. */
export const heavy: Population = {
  ...everyday,
  name: 'heavy tails',
  about: 'the first population with log-normal costs of σ = 1.8: a hundredth of the queries carry a third of the bill',
  experiment: { reference: 'large', baselines: [] },
  people: () => everyday.people().map((members) => members.map(stretched)),
};

function stretched(member: Member): Member {
  return {
    ...member,
    outcomes: member.outcomes.map((samples) =>
      samples.map((sample) => ({ ...sample, costUsd: 1e-3 * ((sample.costUsd ?? 0) / 1e-3) ** 1.5 })),
    ),
  };
}
