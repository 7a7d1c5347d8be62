import type { RouterConfig, RulesStage, SplitStage, Stage } from '../../router/config.js';
import type { ContextSpec } from './context.js';
import { type Logic, logicWriter, type TaskLogic, Unspoken } from './logic.js';

/** A flag by which a router's decisions are made elsewhere, and what its context must hold. */
export interface Targeting {
  readonly targeting: Logic;
  /** Models of each variant: whom first, and whom on an error. */
  readonly variants: Readonly<Record<string, readonly string[]>>;
  readonly spec: ContextSpec;
}

/** Most outcomes that an expression is written with: each filter doubles what comes after it. */
const MOST_OUTCOMES = 2000;
const TWO_32 = 0x100000000;

/** Where a pipeline stands: who is left, who was chosen, and what was classified. */
interface Standing {
  readonly allowed: readonly string[];
  readonly chosen: string | undefined;
  readonly task: TaskLogic;
}

/** The pipeline as one expression whose value is a variant; a text says what has none. */
export function targetingOf(config: RouterConfig): Targeting | string {
  const { models, pipeline, fallback, input } = config;
  const writer = logicWriter(input);
  const names = new Map<string, string>();
  let outcomes = 0;
  const variantOf = ({ allowed, chosen }: Standing): string => {
    if (++outcomes > MOST_OUTCOMES)
      throw new Unspoken(`more than ${MOST_OUTCOMES} outcomes: every filter doubles what comes after it`);
    const first = chosen ?? fallback.find((id) => allowed.includes(id));
    const chain = first === undefined ? [] : [first, ...fallback.filter((id) => id !== first && allowed.includes(id))];
    const key = JSON.stringify(chain);
    const name =
      names.get(key) ?? (first === undefined ? NOBODY : `r${[...names.values()].filter((one) => one !== NOBODY).length}`);
    names.set(key, name);
    return name;
  };
  const from = (index: number, standing: Standing): Logic => {
    const stage = pipeline[index];
    return stage === undefined ? variantOf(standing) : afterStage(stage, standing, (next) => from(index + 1, next), writer);
  };
  try {
    const start = { allowed: models.map(({ id }) => id), chosen: undefined, task: { category: null, difficulty: null } };
    return {
      targeting: from(0, start),
      variants: Object.fromEntries([...names].map(([chain, name]) => [name, JSON.parse(chain) as string[]])),
      spec: writer.spec(),
    };
  } catch (error) {
    if (error instanceof Unspoken) return error.message;
    throw error;
  }
}

/** The variant of a request that nobody may answer. */
export const NOBODY = 'nobody';

type Next = (standing: Standing) => Logic;
type Writer = ReturnType<typeof logicWriter>;

function afterStage(stage: Stage, standing: Standing, next: Next, writer: Writer): Logic {
  switch (stage.kind) {
    case 'filter': {
      const { allow, keep, when } = stage;
      if (keep !== undefined || allow === undefined)
        throw new Unspoken('filter by keep: what holds of models stands in no context');
      const allowed = standing.allowed.filter((id) => allow.includes(id));
      const chosen = standing.chosen !== undefined && allowed.includes(standing.chosen) ? standing.chosen : undefined;
      return either(writer.condition(when, standing.task), next({ ...standing, allowed, chosen }), () => next(standing));
    }
    case 'classify':
      if (stage.by === 'learned') throw new Unspoken('classify by what was learned: a flag knows no weights');
      return next({
        ...standing,
        task: {
          ...standing.task,
          [stage.of ?? 'category']: stage.categories.reduceRight<Logic>(
            (rest, { name, when }) => either(writer.condition(when, standing.task), name, () => rest),
            stage.otherwise ?? standing.task[stage.of ?? 'category'],
          ),
        },
      });
    case 'rules':
      return standing.chosen === undefined ? byRules(stage, standing, next, writer) : next(standing);
    case 'split':
      return standing.chosen === undefined ? bySplit(stage, standing, next, writer) : next(standing);
    case 'predict':
      throw new Unspoken('predict: a flag knows no weights');
    case 'context':
      throw new Unspoken('context: which models a request fits into is not part of a flag');
    default:
      throw new Unspoken(`${stage.kind}: a flag keeps nothing in mind`);
  }
}

function byRules({ rules }: RulesStage, standing: Standing, next: Next, writer: Writer): Logic {
  const open = rules.filter(({ use }) => standing.allowed.includes(use));
  return open.reduceRight<() => Logic>(
    (rest, { when, use }) =>
      () =>
        either(writer.condition(when, standing.task), next({ ...standing, chosen: use }), rest),
    () => next(standing),
  )();
}

/** A hash below its share's end, as the runtime compares it, in whole numbers. */
function bySplit({ when, salt, weights }: SplitStage, standing: Standing, next: Next, writer: Writer): Logic {
  const open = weights.filter(({ model, weight }) => weight > 0 && standing.allowed.includes(model));
  const total = open.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return next(standing);
  let reached = 0;
  const ends = open.map(({ model, weight }) => {
    reached += weight;
    return { model, end: leastAtLeast(reached * TWO_32, total) };
  });
  const shares = ends.reduceRight<() => Logic>(
    (rest, { model, end }) =>
      () =>
        end >= TWO_32
          ? next({ ...standing, chosen: model })
          : either({ '<': [writer.hash(salt), end] }, next({ ...standing, chosen: model }), rest),
    () => next(standing),
  );
  return either(writer.condition(when, standing.task), shares(), () => next(standing));
}

/** The least whole number n with n · divisor ≥ value; both whole, products below 2⁵³. */
function leastAtLeast(value: number, divisor: number): number {
  let n = Math.floor(value / divisor);
  while (n * divisor < value) n++;
  while ((n - 1) * divisor >= value) n--;
  return n;
}

function either(test: Logic, then: Logic, otherwise: () => Logic): Logic {
  if (test === true) return then;
  const rest = otherwise();
  if (test === false || JSON.stringify(then) === JSON.stringify(rest)) return rest;
  // One list of cases instead of a nest of them, as people write it.
  const cases =
    rest !== null && typeof rest === 'object' && !Array.isArray(rest) && 'if' in rest ? (rest['if'] as Logic[]) : [rest];
  return { if: [test, then, ...cases] };
}
