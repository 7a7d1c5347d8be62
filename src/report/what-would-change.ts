import type { ConstraintJudgement, ResultRow, Results } from '../domain/results.js';
import { costView } from './cost-view.js';
import { formatCount, formatEstimate, formatNumber, formatTimes, points } from './format.js';
import { measuredText, priceText } from './protocol-text.js';
import { chosenRow, standingRow } from './row-name.js';
import { marginText } from './test-view.js';

/** Something the verdict rests on, and how far it is from changing it. */
export interface Condition {
  readonly term: string;
  readonly text: string;
}

/** The heading of head's conditions where two runs are held against each other. */
export const HEAD_VERDICT = 'What would change head’s verdict';

/** What would change the verdict, from the results alone; none where nothing was chosen. Texts are taken as they are. */
export function whatWouldChange(results: Results): readonly Condition[] {
  const [chosen, measured] = [chosenRow(results), standingRow(results)];
  if (chosen === undefined || measured === undefined) return [];
  return [
    ...limits(measured),
    ...margin(results, measured),
    ...price(results, chosen, measured),
    ...more(results, measured),
    ...judging(results),
    ...staleness(results),
  ];
}

/** The constraint with the least room, in the interval's own terms. */
function limits({ constraints }: ResultRow): Condition[] {
  const tight = constraints
    .flatMap((constraint) => {
      const room = roomOf(constraint);
      return room === null ? [] : [{ constraint, room }];
    })
    .sort((a, b) => relative(a) - relative(b))[0];
  const broken = constraints.filter(({ verdict }) => verdict !== 'pass');
  return [
    ...broken.map(({ text, verdict, observed, unit, limit }) => ({
      term: 'A constraint',
      text: `"${text}" ${verdict === 'fail' ? 'fails' : 'is undecided'} on the reported part: ${formatEstimate(observed, unit)} against ${formatNumber(limit, unit)}.`,
    })),
    ...(tight === undefined
      ? []
      : [
          {
            term: 'The tightest constraint',
            text: `"${tight.constraint.text}" holds with ${roomText(tight.room, tight.constraint.unit)} to spare at the near end of the interval: with less room than that it would no longer be shown.`,
          },
        ]),
  ];
}

/** From the near end of a passing constraint's interval to its limit; null where it doesn't pass, or has no interval. */
export function roomOf({ verdict, observed: { low, high }, limit }: ConstraintJudgement): number | null {
  // What is counted, as violations are, has no interval: there is nothing to be near with.
  if (verdict !== 'pass' || low === null || high === null || low === high) return null;
  return Math.min(Math.abs(low - limit), Math.abs(high - limit));
}

function relative({ room, constraint: { limit } }: { readonly room: number; readonly constraint: ConstraintJudgement }): number {
  return room / (Math.abs(limit) || 1);
}

function roomText(room: number, unit: ConstraintJudgement['unit']): string {
  return unit === 'fraction' || unit === 'ratio'
    ? `${(100 * room).toFixed(1)} points`
    : `${formatNumber(room, unit)}${unit === 'usd' ? '' : ` ${unit}`}`;
}

/** Quality given up, against the margin that still counts as no worse. */
function margin({ protocol }: Results, { versusReference: versus }: ResultRow): Condition[] {
  if (versus === null) return [];
  const { difference, verdict } = versus.nonInferiority;
  if (difference.low === null || difference.high === null) return [];
  const allowed = marginText(protocol.nonInferiority.margin);
  const text = {
    non_inferior: `No worse than ${protocol.reference} by more than ${allowed}: the interval ends at ${points(difference.low)} points. ${difference.low >= 0 ? 'It would be shown at any margin' : `A margin below ${(-100 * difference.low).toFixed(1)} points would leave it open`}.`,
    inferior: `Worse than ${protocol.reference} by more than ${allowed}: the interval ends at ${points(difference.high)} points, so only a margin above ${(-100 * difference.low).toFixed(1)} points would make it count as no worse.`,
    undecided: `Whether it is worse than ${protocol.reference} by more than ${allowed} is open: the interval runs from ${points(difference.low)} to ${points(difference.high)} points. A margin of more than ${(-100 * difference.low).toFixed(1)} points would settle it.`,
  }[verdict];
  return [{ term: 'The quality given up', text }];
}

/** The factors on bills at which the order of costs turns, everything else being equal. */
function price(results: Results, chosen: ResultRow, { versusReference: versus }: ResultRow): Condition[] {
  if (results.protocol.costUnit !== 'usd' || versus === null) return [];
  const { value, low, high } = versus.timesCheaper;
  const against =
    value === null
      ? []
      : [
          {
            term: 'Prices',
            text:
              value >= 1
                ? `It stays cheaper than ${results.protocol.reference} until its bill is ${formatTimes(value)}${range(low, high)} what it is, at the same prices of ${results.protocol.reference}.`
                : `It is dearer than ${results.protocol.reference}, and would be cheaper only if its bill fell below ${formatTimes(value)}${range(low, high)} of what it is.`,
          },
        ];
  return [...against, ...nextCheapest(results, chosen)];
}

function range(low: number | null, high: number | null): string {
  return low === null || high === null ? '' : ` [${formatTimes(low)}, ${formatTimes(high)}]`;
}

/** Where cost decides: the next router that meets every constraint, and the factor on the chosen one's bill that lets it by. */
function nextCheapest(results: Results, chosen: ResultRow): Condition[] {
  const { of } = costView(results);
  const own = of(chosen).value;
  if (results.protocol.objective !== 'minimise cost' || own === null || own <= 0) return [];
  const costs = results.rows.flatMap((row) => {
    const cost = of(row).value;
    const meets = row.kind === 'router' && row.id !== chosen.id && row.constraints.every(({ verdict }) => verdict === 'pass');
    return meets && cost !== null && cost >= own ? [{ row, cost }] : [];
  });
  const next = costs.sort((a, b) => a.cost - b.cost)[0];
  if (next === undefined) return [];
  return [
    {
      term: 'The next router',
      text: `${next.row.label} is the next cheapest that meets every constraint on the reported part: it would be cheaper once the bill of ${chosen.label} is ${formatTimes(next.cost / own)} what it is and its own unchanged.`,
    },
  ];
}

/**
 * Queries that would show the observed difference: the smallest difference these could show shrinks with the root of their
 * number, so n · (smallest ÷ observed)² of them (two-sided 5 %, power 80 %; Lachin 1981).
 */
export function queriesToShow(n: number, smallest: number, observed: number): number {
  return Math.ceil(n * (smallest / observed) ** 2);
}

function more(results: Results, { versusReference: versus }: ResultRow): Condition[] {
  const smallest = versus?.minimumDetectable ?? null;
  if (versus === null || smallest === null) return [];
  const { value, low, high, n } = versus.quality;
  const { reference } = results.protocol;
  const shown = `These queries could show a quality difference of ${(100 * smallest).toFixed(1)} points (80 % power)`;
  const open = value !== null && value !== 0 && low !== null && high !== null && low <= 0 && high >= 0;
  if (!open) return [{ term: 'More queries', text: `${shown}; measured on ${measuredText(results)}.` }];
  const needed = queriesToShow(n, smallest, value);
  return [
    {
      term: 'More queries',
      text: `${shown}; to show the ${points(value)} observed against ${reference}, if that is what it is, takes about ${formatCount(Number(needed.toPrecision(2)))} in place of ${formatCount(n)}.`,
    },
  ];
}

function judging({ judges = [] }: Results): Condition[] {
  return judges.map(({ modelId, selfAgreement }) => ({
    term: 'The judge',
    text:
      selfAgreement === null
        ? `${modelId} judged every answer once: how far it agrees with itself is not known, and another judge may rank otherwise.`
        : `${modelId} gives the same verdict again in ${formatEstimate(selfAgreement.share, 'fraction')} of cases (one verdict varies by ${(100 * selfAgreement.deviation).toFixed(1)} points about its own mean): differences of single answers below that are noise, and another judge may rank otherwise.`,
  }));
}

function staleness({ workload: { oldestRecordedAt, newestRecordedAt }, protocol }: Results): Condition[] {
  const day = (date: string | null): string | null => date?.slice(0, 10) ?? null;
  const [oldest, newest] = [day(oldestRecordedAt), day(newestRecordedAt)];
  const answers =
    oldest === null || newest === null
      ? 'Answers of unknown dates'
      : oldest === newest
        ? `Answers of ${oldest}`
        : `Answers of ${oldest} to ${newest}`;
  return [
    {
      term: 'Time',
      text: `${answers}; prices: ${priceText(protocol)}. Models change behind their names, and prices do: record again before relying on it for long.`,
    },
  ];
}
