import type { Audit } from '../../domain/results.js';
import type { JudgeFacts } from '../judge/judge-facts.js';
import { type AuditRule, note, percent, warn } from './audit.js';

/** Share of verdicts that can't be read, and of pairs that the order decides, from which it is told. */
const MANY_UNREADABLE = 0.02;
const MANY_CHANGED = 0.2;
const LEAST_PAIRS = 20;

/** What of a judge's verdicts could mislead. */
export const verdicts: AuditRule = {
  of: 'data',
  definitions: [
    {
      id: 'judge_is_compared',
      level: 'warn',
      looksFor:
        'A judge that is one of the compared models: judges favour answers of their own kind (self-preference; Zheng et al. 2023).',
      blindTo: 'Judges of the same family under another name; how much they favour.',
    },
    {
      id: 'verdicts_missing',
      level: 'warn',
      looksFor:
        'Answers without a recorded verdict, and what differs where there is one on another request (prompt, answer, parameters …).',
      blindTo: 'Answers about which nothing can be asked, for want of a reference or rubric: they are unscored.',
    },
    {
      id: 'verdicts_unreadable',
      level: 'warn',
      looksFor: 'A judge of whose recorded verdicts over 2 % failed or can’t be read: their answers have no quality.',
      blindTo: 'Verdicts that can be read and are wrong.',
    },
    {
      id: 'judge_order',
      level: 'warn',
      looksFor: 'A pairwise judge whose verdict changes with the order of the answers on over 20 % of at least 20 pairs.',
      blindTo: 'A judge that takes one side in both orders for another reason than quality (length, style).',
    },
    {
      id: 'judged_once',
      level: 'note',
      looksFor: 'Answers judged once each: how far the judge agrees with itself is not known.',
      blindTo: '—',
    },
  ],
  find: ({ load: { judges = [] } }) => judges.flatMap((judge) => [...compared(judge), ...missing(judge), ...read(judge)]),
};

function compared({ modelId, isCompared }: JudgeFacts): Audit[] {
  if (!isCompared) return [];
  return [
    warn('judge_is_compared', `the judge ${modelId} is one of the compared models: judges favour answers of their own kind`),
  ];
}

function missing({ modelId, counts, unfit }: JudgeFacts): Audit[] {
  if (counts.missing === 0) return [];
  const parts = Object.entries(unfit).map(([part, count]) => `${part} (${count})`);
  const why = parts.length === 0 ? '' : `; what differs from those recorded: ${parts.join(', ')}`;
  return [
    warn(
      'verdicts_missing',
      `${counts.missing} of ${counts.verdicts} verdicts of ${modelId} are not recorded${why}: routelab record`,
    ),
  ];
}

function read({ modelId, kind, counts, samples, swaps }: JudgeFacts): Audit[] {
  const lost = counts.failed + counts.unreadable;
  const changed = swaps.filter(({ first, second }) => first !== second).length;
  return [
    ...(lost > MANY_UNREADABLE * counts.recorded
      ? [
          warn(
            'verdicts_unreadable',
            `${modelId}: ${percent(lost / counts.recorded)} of ${counts.recorded} recorded verdicts failed (${counts.failed}) or can’t be read (${counts.unreadable})`,
          ),
        ]
      : []),
    ...(swaps.length >= LEAST_PAIRS && changed > MANY_CHANGED * swaps.length
      ? [
          warn(
            'judge_order',
            `${modelId}: the order of the answers changes the verdict on ${percent(changed / swaps.length)} of ${swaps.length} pairs`,
          ),
        ]
      : []),
    ...(samples === 1 && counts.recorded > 0
      ? [
          note(
            'judged_once',
            `${modelId} was asked once about each answer${kind === 'pairwise' ? ' and order' : ''}: how far it agrees with itself is not known (samples: 2)`,
          ),
        ]
      : []),
  ];
}
