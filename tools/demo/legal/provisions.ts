import { usd } from '../format.js';
import type { Random } from '../random.js';
import { HARD_PROVISIONS } from './hard-provisions.js';
import type { Provision } from './provision.js';

const weeks = (random: Random): Readonly<Record<string, number>> => ({ w: random.int(2, 11), more: random.int(12, 20) });
const days = (random: Random): Readonly<Record<string, number>> => {
  const d = random.pick([10, 14, 15, 20, 21, 28]);
  return { d, late: d + random.int(3, 9), early: d - random.int(3, 8) };
};

const SIMPLE: readonly Provision[] = [
  {
    difficulty: 'easy',
    slots: days,
    why: 'the complaint came after the period had run out',
    texts: [
      'Defects. Visible defects are to be notified within {d} days of delivery; goods are deemed approved otherwise.',
      'Complaints about apparent faults must reach the {A} {d} days after receipt at the latest, failing which the delivery counts as accepted.',
    ],
    cases: [
      'The {B} sees a dent at once but writes {late} days after delivery. Where does it stand?',
      '{late} days have passed since receipt when the {B} first mentions an obvious scratch. What follows?',
    ],
    right: 'The delivery counts as accepted in this respect',
    wrong: [
      'The {B} may still reject all of it',
      'The price is halved automatically',
      'The contract ends on that day',
      'The {A} has to pay a penalty',
    ],
  },
  {
    difficulty: 'easy',
    slots: () => ({}),
    why: 'consent in writing is required and was not obtained',
    texts: [
      'Assignment. Neither party transfers rights out of this contract without the other’s written consent.',
      'Rights and claims hereunder may be assigned to third persons only if the other side has agreed in writing beforehand.',
    ],
    cases: [
      'The {A} sells its claim to a bank and tells the {B} a week later by phone. Was this allowed?',
      'Without asking, the {A} passes its claim on to a factoring house. May it?',
    ],
    right: 'No, written consent was needed',
    wrong: [
      'Yes, claims can always be sold',
      'Yes, a call afterwards is enough',
      'Only if the bank is in the same country',
      'No, but only because banks are excluded',
    ],
  },
  {
    difficulty: 'easy',
    slots: weeks,
    why: 'a party may end the contract where arrears last that long',
    texts: [
      'Termination for default. If the {B} is more than {w} weeks in arrears, the {A} may end the contract at once.',
      'The {A} is entitled to terminate without notice as soon as a payment is overdue by more than {w} weeks.',
    ],
    cases: [
      'A payment has been overdue for {more} weeks. What may the {A} do?',
      'The {B} has not paid for {more} weeks. Which right does the {A} have?',
    ],
    right: 'End the contract at once',
    wrong: [
      'Nothing until the term is over',
      'Only charge a reminder fee',
      'End the contract a year later',
      'Demand twice the price',
    ],
  },
  {
    difficulty: 'easy',
    slots: () => ({}),
    why: 'subcontracting is free but the responsibility stays',
    texts: [
      'Subcontractors. The {A} may employ subcontractors, for whose conduct it answers as for its own.',
      'It is open to the {A} to have parts of the work done by others; towards the {B} it remains responsible for them.',
    ],
    cases: [
      'A firm hired by the {A} breaks a window of the {B}. Against whom can the {B} turn?',
      'The helper of the {A} spoils a consignment. Who answers to the {B}?',
    ],
    right: 'The {A}, as if it had acted itself',
    wrong: [
      'Only the subcontractor',
      'Nobody, subcontracting was forbidden',
      'The guarantor alone',
      'The {B} bears its own loss',
    ],
  },
  {
    difficulty: 'medium',
    slots: (random) => ({ y: random.int(2, 5), p: random.int(3, 8), q: random.int(9, 14) }),
    why: 'the cap limits any single step even where the index rises more',
    texts: [
      'Adjustment. The price follows the consumer index once a year, but by no more than {p} % at a time.',
      'Each January the remuneration is adapted to the index of consumer prices; a single step must not go beyond {p} %.',
    ],
    cases: [
      'The index rises by {q} %. By how much can the price go up?',
      'Inflation of {q} % is published. Which increase may the {A} ask for?',
    ],
    right: 'By {p} % at most',
    wrong: ['By {q} %', 'Not at all', 'By half of {q} %', 'By any amount that is fair'],
  },
  {
    difficulty: 'medium',
    slots: (random) => ({ n: random.int(2, 4), k: random.int(5, 9), s: usd(random.int(10, 90) * 100) }),
    why: 'the exclusivity ends by itself when the minimum is missed in consecutive years',
    texts: [
      'Exclusivity. The {B} is sole buyer in its territory so long as it takes goods worth {s} a year; the right lapses by itself if it falls short in {n} years running.',
      'Sole rights are granted on condition of an annual turnover of {s}. Missing it in {n} successive years extinguishes them without any declaration.',
    ],
    cases: [
      'The {B} fell short in the first and the {k}th year only. Is it still sole buyer?',
      'Turnover was too low in year one and again in year {k}, but not between. What of the exclusivity?',
    ],
    right: 'It continues, for the years were not consecutive',
    wrong: [
      'It lapsed in the {k}th year',
      'It lapsed after the first year',
      'It continues only if the {A} agrees',
      'It was never valid',
    ],
  },
  {
    difficulty: 'medium',
    slots: days,
    why: 'the clause reserves the remedy period before termination',
    texts: [
      'Breach. A party in material breach has {d} days from a written warning to put things right; only after that may the other terminate.',
      'Termination for cause requires a warning in writing and the fruitless lapse of {d} days for remedy.',
    ],
    cases: [
      '{early} days after the warning the other party declares termination, although the breach is being repaired. Is this effective?',
      'A notice of termination is sent {early} days after a proper warning. Does it end the contract?',
    ],
    right: 'No, the time for remedy had not run out',
    wrong: [
      'Yes, a warning suffices',
      'Yes, because any breach is enough',
      'No, a court has to decide first',
      'Only if damages are paid',
    ],
  },
  {
    difficulty: 'medium',
    slots: (random) => ({ t: random.int(3, 9), u: random.int(10, 24) }),
    why: 'knowledge obtained from a third person without breach is outside the duty',
    texts: [
      'Secrets. The duty of silence does not cover knowledge lawfully received from third persons or developed without recourse to the other’s documents.',
      'Exempt from confidentiality is whatever a recipient obtains from an entitled third party, or works out on its own.',
    ],
    cases: [
      '{t} months in, the {B} learns the recipe of the {A} from a retired supplier who was free to talk, and uses it. Breach?',
      'An independent laboratory, bound to nobody, publishes the method {u} months later and the {B} adopts it. Has the {B} broken its duty?',
    ],
    right: 'No, it came from a third party who was entitled to share it',
    wrong: [
      'Yes, any use is forbidden',
      'Yes, unless it pays a royalty',
      'No, because secrets last one year',
      'Only if the {A} suffers a loss',
    ],
  },
  {
    difficulty: 'medium',
    slots: (random) => ({ g: random.int(2, 6), h: random.int(7, 15) }),
    why: 'silence on a renewal option means that it is not exercised',
    texts: [
      'Option. The {B} may extend the contract by {g} years if it says so in writing six months before the end; silence is a refusal.',
      'An extension of {g} years takes place where the {B} declares it in writing at least half a year before expiry. Without a declaration the contract ends.',
    ],
    cases: [
      'The {B} says nothing but keeps paying for {h} days after the end. Has the contract been extended by {g} years?',
      'No letter is written, yet {h} days past expiry another payment arrives. Is there an extension?',
    ],
    right: 'No, a written declaration in time was needed',
    wrong: [
      'Yes, payment implies consent',
      'Yes, but for one year',
      'Yes, unless the {A} objects',
      'It is extended month by month',
    ],
  },
];

/** All provisions: simple ones here, the hard ones in their own file. */
export const PROVISIONS: readonly Provision[] = [...SIMPLE, ...HARD_PROVISIONS];
