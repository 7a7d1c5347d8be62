import type { Results } from '../../domain/results.js';
import type { InputChange, Measure, ProtocolDifference } from '../../domain/run-comparison.js';

type Side = Pick<Results, 'protocol' | 'tool' | 'experiment' | 'inputs'>;

/** One thing to look at: how it reads, what it means when it differs. */
interface Point {
  readonly what: string;
  readonly of: (side: Side) => string;
  readonly effect: ProtocolDifference['effect'];
  readonly affects: readonly Measure[];
  readonly meaning: string;
}

const ALL: readonly Measure[] = ['quality', 'cost', 'latency'];

/** What makes numbers incomparable first, then what they must be read with, then what is for the record. */
const POINTS: readonly Point[] = [
  {
    what: 'scorer',
    of: ({ protocol }) => `${protocol.scorer.type} v${protocol.scorer.version}`,
    effect: 'incomparable',
    affects: ['quality'],
    meaning: 'quality was scored by another rule, so it is not compared',
  },
  {
    what: 'cost unit',
    of: ({ protocol }) => (protocol.costUnit === 'usd' ? 'USD' : `calls of ${protocol.costModel ?? 'one model'}`),
    effect: 'incomparable',
    affects: ['cost'],
    meaning: 'cost is counted in another unit, so it is not compared',
  },
  {
    what: 'split',
    of: ({ protocol }) => splitText(protocol.split),
    effect: 'caution',
    affects: ALL,
    meaning: 'the runs report on different queries',
  },
  {
    what: 'reported part',
    of: ({ protocol }) => protocol.reportedOn,
    effect: 'caution',
    affects: ALL,
    meaning: 'the runs report on different queries',
  },
  {
    what: 'experiment',
    of: ({ experiment }) => experiment.name,
    effect: 'caution',
    affects: ALL,
    meaning: 'rows are matched by id, though the experiments have different names',
  },
  {
    what: 'prices',
    of: ({ protocol }) => [protocol.pricedAt ?? 'undated', protocol.priceSource].filter((one) => one !== null).join(', '),
    effect: 'caution',
    affects: ['cost'],
    meaning: 'part of a cost change may be the prices',
  },
  {
    what: 'samples',
    of: ({ protocol }) => String(protocol.samples),
    effect: 'caution',
    affects: ALL,
    meaning: 'answers were recorded another number of times',
  },
  {
    what: 'reference',
    of: ({ protocol }) => protocol.reference,
    effect: 'note',
    affects: [],
    meaning: 'numbers against the reference, such as vs(reference), mean something else',
  },
  {
    what: 'objective',
    of: ({ protocol }) => protocol.objective,
    effect: 'note',
    affects: [],
    meaning: 'the runs choose by different goals',
  },
  {
    what: 'right from',
    of: ({ protocol }) => (protocol.rightAt === 'full' ? 'quality 1' : 'quality above 0'),
    effect: 'note',
    affects: [],
    meaning: 'metrics that count right answers mean something else',
  },
  {
    what: 'intervals',
    of: ({ protocol: { bootstrap } }) =>
      `${100 * bootstrap.confidence} %, ${bootstrap.replicates} resamples, seed ${bootstrap.seed}`,
    effect: 'note',
    affects: [],
    meaning: "differences use head's settings",
  },
  {
    what: 'tool',
    of: ({ tool }) => `${tool.name} ${tool.version}`,
    effect: 'note',
    affects: [],
    meaning: 'numbers may be computed differently',
  },
];

/** What the runs do differently, the gravest first. */
export function protocolDifferences(base: Side, head: Side): ProtocolDifference[] {
  return POINTS.flatMap(({ what, of, effect, affects, meaning }) => {
    const [before, after] = [of(base), of(head)];
    if (before === after) return [];
    return [{ what, base: before, head: after, effect, affects, message: `${what} ${before} → ${after}: ${meaning}` }];
  });
}

/**
 * Input files that are not the same, in head's order and then base's: matched by role and path. Where the runs measured other
 * routers, their own times are other ones by themselves, and say nothing; between the same routers they were measured again.
 */
export function inputChanges(base: Side & Pick<Results, 'rows'>, head: Side & Pick<Results, 'rows'>): InputChange[] {
  return allChanges(base, head).filter(({ role }) => role !== 'router_time' || routersOf(base) === routersOf(head));
}

function routersOf({ rows }: Pick<Results, 'rows'>): string {
  return JSON.stringify(rows.flatMap(({ router }) => router?.decisionHash ?? []).sort());
}

function allChanges(base: Side, head: Side): InputChange[] {
  const key = ({ role, path }: { role: string; path: string }): string => JSON.stringify([role, path]);
  const before = new Map(base.inputs.files.map((file) => [key(file), file.sha256]));
  const after = new Set(head.inputs.files.map(key));
  const inHead = head.inputs.files.flatMap((file): InputChange[] => {
    const hash = before.get(key(file));
    if (hash === file.sha256) return [];
    return [{ role: file.role, path: file.path, change: hash === undefined ? 'added' : 'changed' }];
  });
  const gone = base.inputs.files.filter((file) => !after.has(key(file)));
  return [...inHead, ...gone.map(({ role, path }): InputChange => ({ role, path, change: 'removed' }))];
}

function splitText(split: Results['protocol']['split']): string {
  return Object.entries(split)
    .map(([name, value]) => (name === 'kind' ? String(value) : `${name} ${JSON.stringify(value)}`))
    .join(' ');
}
