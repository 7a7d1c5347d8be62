import { usd } from '../format.js';
import type { Provision } from './provision.js';

/** Provisions whose answer needs the exception to the exception, or two conditions at once. */
export const HARD_PROVISIONS: readonly Provision[] = [
  {
    difficulty: 'hard',
    slots: (random) => ({ x: random.int(20, 45), y: random.int(46, 80), c: usd(random.int(4, 40) * 1000) }),
    why: 'the carve-out for gross negligence lifts the cap, but the sub-limit for records applies again',
    texts: [
      'Notwithstanding the general limit, liability is unlimited for gross negligence, except where the damage consists in lost records, for which {c} is the maximum unless a daily copy had been promised in Annex 5 and was not made.',
      'The overall limit does not protect the grossly negligent. For the loss of stored records, however, {c} remains the ceiling in that case too, save where Annex 5 promises daily copies and none were made.',
    ],
    cases: [
      'Through gross negligence the {A} destroys records. Annex 5 promises no copies. The damage is {x} times {c}. What is owed?',
      'Records are lost because the {A} acted with gross negligence; daily copies had never been promised, and the loss is {y} times the ceiling. How much can be claimed?',
    ],
    right: '{c}, because the ceiling for records applies',
    wrong: [
      'All of it, because negligence was gross',
      'Nothing, because records are excluded',
      'The general limit of the contract',
      'Half of the loss',
    ],
  },
  {
    difficulty: 'hard',
    slots: (random) => ({ m: random.int(3, 9), n: random.int(10, 16), z: random.int(51, 74) }),
    why: 'a change of control counts only above the threshold and outside the group',
    texts: [
      'Change of control. If more than half of the shares in the {B} pass to a competitor of the {A}, the {A} may terminate within {m} weeks of learning of it; transfers inside the group of the {B} do not count, unless followed by a sale within a year.',
      'The {A} may end the contract within {m} weeks after it hears that a competitor holds the majority in the {B}. Moves within the {B}’s own group are harmless, but not if a resale follows inside twelve months.',
    ],
    cases: [
      '{z} % go to a sister company of the {B}, which sells them to a competitor of the {A} {m} months later. The {A} reacts one week after hearing of it. May it terminate?',
      'A group company takes over {z} % and hands them to a rival of the {A} before a year is over. The {A} gives notice {m} days after learning this. Is the notice good?',
    ],
    right: 'Yes, the resale within a year removes the exemption and the notice is in time',
    wrong: [
      'No, transfers inside the group never count',
      'No, the period for notice has run out',
      'Yes, any change of shareholders suffices',
      'Only if the {B} agrees',
    ],
  },
  {
    difficulty: 'hard',
    slots: (random) => ({ k: random.int(4, 9), r: random.int(2, 3), f: random.int(20, 60) }),
    why: 'both conditions must be met, and planned maintenance is left out of the count',
    texts: [
      'Service level. Should availability fall below the promised value in {r} consecutive months, or in any {k} months of a year, the {B} may withdraw; months are disregarded in which the shortfall is due to maintenance announced {f} hours ahead.',
      'A right of withdrawal arises where the target is missed {r} months in a row or {k} times in a year. Shortfalls caused by works announced at least {f} hours before are left out of account.',
    ],
    cases: [
      'The target is missed in {r} consecutive months; in one of these the sole reason was maintenance announced twice {f} hours ahead. No other month was bad. May the {B} withdraw?',
      'Of {r} bad months in a row, one is explained entirely by works announced well over {f} hours earlier; the rest of the year was fine. Is withdrawal possible?',
    ],
    right: 'No, the month with announced works does not count',
    wrong: [
      'Yes, {r} consecutive months suffice',
      'Yes, announced works make it worse',
      'No, withdrawal needs a court’s leave',
      'Yes, but only for that month',
    ],
  },
  {
    difficulty: 'hard',
    slots: (random) => ({ j: random.int(2, 5), v: random.int(30, 90), o: random.int(6, 11) }),
    why: 'the waiver had to be in writing for each single case and was never given for this one',
    texts: [
      'Non-waiver. Tolerating a breach is not consent. A waiver binds only if written, and for the single case it names; yet a party that has accepted late performance {o} times without protest must announce {v} days ahead that it will insist on punctuality.',
      'To be valid a waiver is given in writing and for one occurrence. But he who let {o} delays pass in silence can go back to strict deadlines only after an announcement of {v} days.',
    ],
    cases: [
      'Having accepted {j} late deliveries in silence, the {B} refuses the next late one without any announcement. Is it entitled to?',
      'The {B} put up with {j} delays and now, with no prior word, rejects another late delivery. May it?',
    ],
    right: 'Yes, the number that calls for an announcement was not reached',
    wrong: [
      'No, silence has become a waiver',
      'No, an announcement was necessary',
      'Yes, because waivers are always void',
      'Only after paying compensation',
    ],
  },
  {
    difficulty: 'hard',
    slots: (random) => ({ e: random.int(2, 4), i: random.int(5, 9), q: usd(random.int(5, 50) * 100) }),
    why: 'the indemnity is lost only where the delay in telling harmed the defence',
    texts: [
      'Indemnity. The {A} holds the {B} harmless from claims of third parties over patents, provided it is told within {e} weeks; a late report defeats the indemnity only so far as the defence was harmed by it, and never where the {A} knew already.',
      'For patent claims of outsiders the {A} steps in if informed inside {e} weeks. Lateness is harmless to the {B} where the {A} had knowledge from another source or where its defence did not suffer.',
    ],
    cases: [
      'The {B} reports a claim over {q} after {i} weeks. The {A} had read about it in the press from the beginning. Does the indemnity hold?',
      'A patent claim of {q} is reported {i} weeks late-hand, yet the plaintiff had written to the {A} on day one. Must the {A} step in?',
    ],
    right: 'Yes, in full, because the {A} knew already',
    wrong: [
      'No, the report came too late',
      'Yes, but only up to half of {q}',
      'Only if the defence was harmed',
      'No, patents are not covered',
    ],
  },
];
