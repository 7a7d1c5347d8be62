import type { CodedColumn } from '../../domain/column.js';
import type { ClassifyStage, RouterConfig, Stage } from '../../router/config.js';
import type { RequestBatch } from '../../router/router.js';

/** What a classify policy sets. */
export type ClassifiedAs = 'category' | 'difficulty';

/** The signal that carries the label of a query to a router that is told the right class; no request has one of this name. */
const TOLD = '(label)';

/** The classes of a pipeline, and what it sets where none of them fits. */
export interface Classes {
  readonly names: ReadonlySet<string>;
  readonly rest: string | null;
}

/** What the classify policies of a pipeline know of one label; null where there is none of them. */
export function classesIn({ pipeline }: RouterConfig, of: ClassifiedAs): Classes | null {
  const stages = pipeline.filter((stage) => sets(stage, of));
  if (stages.length === 0) return null;
  const rest = stages.reduce<string | null>((held, { otherwise }) => otherwise ?? held, null);
  return { names: new Set(stages.flatMap(namesOf)), rest };
}

/** The class that is right for a label: itself where the pipeline knows it, else the rest. */
export function rightClass({ names, rest }: Classes, label: string): string | null {
  return names.has(label) ? label : rest;
}

/**
 * The same router, told the right class by a signal: one classify policy that reads it stands in place of all that set `of`.
 * For counterfactuals only; a router that ships never sees a label.
 */
export function toldRouter(config: RouterConfig, of: ClassifiedAs): RouterConfig {
  const classes = classesIn(config, of);
  if (classes === null) return config;
  const first = config.pipeline.findIndex((stage) => sets(stage, of));
  const told: ClassifyStage = {
    kind: 'classify',
    by: 'rules',
    ...(of === 'difficulty' ? { of } : {}),
    categories: [...classes.names].map((name) => ({ name, when: { [`signals.${TOLD}`]: name } })),
    ...(classes.rest === null ? {} : { otherwise: classes.rest }),
  };
  const pipeline = config.pipeline.flatMap((stage, index): Stage[] =>
    index === first ? [told] : sets(stage, of) ? [] : [stage],
  );
  return { ...config, pipeline };
}

/** The batch with the label of every query as the signal that told routers read. */
export function toldBatch(batch: RequestBatch, labels: CodedColumn<string>): RequestBatch {
  return { ...batch, signals: new Map([...batch.signals, [TOLD, labels]]) };
}

function sets(stage: Stage, of: ClassifiedAs): stage is ClassifyStage {
  return stage.kind === 'classify' && (stage.of ?? 'category') === of;
}

function namesOf(stage: ClassifyStage): readonly string[] {
  return stage.by === 'learned' ? stage.classes : stage.categories.map(({ name }) => name);
}
