import { codedValue } from '../../domain/column.js';
import type { Estimate } from '../../domain/estimate.js';
import type { Confusion, ConfusionCell } from '../../domain/results.js';
import { PICO } from '../../metric/family.js';
import { type Part, subPart } from '../../metric/part.js';
import type { Arm } from '../../replay/arm.js';
import type { Compared } from '../compared.js';
import { replayRouted } from '../replayed.js';
import { type RatioBook, ratioBook } from '../robustness/ratio-book.js';
import type { Setting } from '../setting.js';
import type { Workbench } from '../workbench.js';
import { type Classes, type ClassifiedAs, classesIn, rightClass, toldBatch, toldRouter } from './right-class.js';

/** Resamples of these intervals at most: they say how rough a cost is known, no verdict rests on them. */
const MOST_REPLICATES = 500;

/** Fewer queries than this show no more than what they did themselves. */
const LEAST_FOR_INTERVAL = 20;

/** A row that classifies, and what its routers would do if they were others. */
type Classifying = Compared & Required<Pick<Compared, 'routes' | 'routers'>>;

/**
 * The confusion matrices of a row that classifies, on the labelled queries of the reported part. What a mistake cost is
 * counterfactual: the same pipeline is told the right class, replayed on the same recordings, and held against what the row did.
 *
 * @returns one for each label that the pipeline sets and the queries have; none for other rows
 */
export function confusionsOf(bench: Workbench, row: Compared, setting: Setting): Confusion[] {
  if (!isRouted(row)) return [];
  return (['category', 'difficulty'] as const).flatMap((of) => {
    const classes = classesOf(row, of);
    if (classes === null) return [];
    const labels = bench.dataset.labels[of];
    const part = subPart(setting.part, (query) => codedValue(labels, query) !== undefined);
    return part.rows.length === 0 ? [] : [confusionOf(bench, row, of, classes, part)];
  });
}

function isRouted(row: Compared): row is Classifying {
  return row.routes !== undefined && row.routers !== undefined;
}

/** What the row's routers set, all folds together; null where they set nothing. */
function classesOf({ routers }: Classifying, of: ClassifiedAs): Classes | null {
  const found = routers.configs.flatMap((config) => classesIn(config, of) ?? []);
  if (found.length === 0) return null;
  return {
    names: new Set(found.flatMap(({ names }) => [...names])),
    rest: found.reduce<string | null>((held, { rest }) => rest ?? held, null),
  };
}

/** A row beside itself as if it had always known the right class. */
interface Mistakes {
  readonly did: Arm;
  readonly told: Arm;
}

function confusionOf(bench: Workbench, row: Classifying, of: ClassifiedAs, classes: Classes, part: Part): Confusion {
  const labels = bench.dataset.labels[of];
  const labelAt = (query: number): string => codedValue(labels, query) ?? '';
  const predictedAt = (query: number): string | null => row.routes.plans[row.routes.plan[query] as number]?.[of] ?? null;
  const isRight = (query: number): boolean => predictedAt(query) === rightClass(classes, labelAt(query));
  const named = part.rows.some((query) => classes.names.has(labelAt(query)));
  const mistakes = named ? mistakesOf(bench, row, of) : null;
  const cells = cellsOf(part, labelAt, predictedAt).map(({ label, predicted, queries, share }): ConfusionCell => {
    const right = mistakes === null ? null : predicted === rightClass(classes, label);
    const own = { label, predicted, n: queries.size, share, right };
    if (mistakes === null || right === true) return { ...own, quality: null, cost: null };
    const book = bookOver(
      bench,
      subPart(part, (query) => queries.has(query)),
    );
    const [quality, cost] = changesOf(mistakes, book, () => true);
    book.draw();
    return { ...own, quality: asSure(quality()), cost: asSure(cost()) };
  });
  if (mistakes === null) return { of, n: part.rows.length, cells, total: null };
  const book = bookOver(bench, part);
  const right = book.mean((query) => (isRight(query) ? 1 : 0));
  const [quality, cost] = changesOf(mistakes, book, (query) => !isRight(query));
  book.draw();
  return { of, n: part.rows.length, cells, total: { right: right(), quality: quality(), cost: cost() } };
}

/** Without its interval where there are few queries behind it. */
function asSure(estimate: Estimate): Estimate {
  return estimate.n < LEAST_FOR_INTERVAL ? { ...estimate, low: null, high: null } : estimate;
}

function mistakesOf(bench: Workbench, row: Classifying, of: ClassifiedAs): Mistakes {
  const batch = toldBatch(bench.batch, bench.dataset.labels[of]);
  const routes = row.routers.route(batch, (config) => toldRouter(config, of));
  return { did: row.arm, told: replayRouted(bench, routes, row.router?.p50Ms ?? 0).arm };
}

function bookOver({ experiment: { bootstrap } }: Workbench, part: Part): RatioBook {
  return ratioBook(part, { ...bootstrap, replicates: Math.min(bootstrap.replicates, MOST_REPLICATES) });
}

/** Mean change of quality and of cost by not having known the class; queries that don't count changed nothing. */
function changesOf({ did, told }: Mistakes, book: RatioBook, counts: (query: number) => boolean) {
  const change = (of: 'quality' | 'costPico', unit: number) => (query: number) =>
    counts(query) ? unit * ((did[of][query] as number) - (told[of][query] as number)) : 0;
  return [book.mean(change('quality', 1)), book.mean(change('costPico', PICO))] as const;
}

interface Cell {
  readonly label: string;
  readonly predicted: string | null;
  readonly queries: ReadonlySet<number>;
  readonly share: number;
}

/** The cells that have queries: labels most frequent first (ties by name), within a label the largest cell first. */
function cellsOf(part: Part, labelAt: (query: number) => string, predictedAt: (query: number) => string | null): Cell[] {
  const found = new Map<string, { label: string; predicted: string | null; queries: Set<number>; weight: number }>();
  const ofLabel = new Map<string, number>();
  part.rows.forEach((query, at) => {
    const [label, predicted] = [labelAt(query), predictedAt(query)];
    const key = JSON.stringify([label, predicted]);
    const cell = found.get(key) ?? { label, predicted, queries: new Set<number>(), weight: 0 };
    cell.queries.add(query);
    cell.weight += part.weight[at] as number;
    found.set(key, cell);
    ofLabel.set(label, (ofLabel.get(label) ?? 0) + 1);
  });
  const total = part.weight.reduce((sum, weight) => sum + weight, 0);
  const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...found.values()]
    .sort(
      (a, b) =>
        (ofLabel.get(b.label) ?? 0) - (ofLabel.get(a.label) ?? 0) ||
        byName(a.label, b.label) ||
        b.queries.size - a.queries.size ||
        byName(a.predicted ?? '', b.predicted ?? ''),
    )
    .map(({ label, predicted, queries, weight }) => ({ label, predicted, queries, share: weight / total }));
}
