import type { Dataset } from '../domain/dataset.js';
import type { Scalar } from '../domain/json.js';
import { type Message, promptMessages } from '../domain/query.js';
import { type CodedBuilder, codedBuilder } from './coded-builder.js';
import { detached } from './detached.js';
import { embeddingColumnBuilder } from './embedding-column.js';
import type { Row } from './row-schema.js';
import { textColumnBuilder } from './text-column.js';

/** Collects rows into the two tables of a dataset. */
export interface DatasetBuilder {
  /** Adds a row; for an id that is there already, adds nothing and gives the line it was first on. */
  add(row: Row, line: number): number | null;
  size(): number;
  /** Names of the columns seen, in order of first appearance. */
  columns(): string[];
  emptyPrompts(): number;
  done(): Dataset;
}

/** A prompt is kept as it came: plain text, or the JSON of its messages, told apart by the first character. */
const PLAIN = 't';
const CHAT = 'm';

/** An empty builder. */
export function datasetBuilder(): DatasetBuilder {
  const lineOf = new Map<string, number>();
  const ids = textColumnBuilder();
  const prompts = textColumnBuilder();
  const scoring = textColumnBuilder();
  const signals = new Map<string, CodedBuilder<Scalar>>();
  const labels = {
    category: codedBuilder<string>(),
    difficulty: codedBuilder<string>(),
    group: codedBuilder<string>(),
    split: codedBuilder<string>(),
  };
  const embeddings = embeddingColumnBuilder();
  const weights: number[] = [];
  const arrivals: number[] = [];
  const columns = new Set<string>();
  let emptyPrompts = 0;
  return {
    add(row, line) {
      const held = lineOf.get(row.id);
      if (held !== undefined) return held;
      const at = lineOf.size;
      lineOf.set(detached(row.id), line);
      ids.add(row.id);
      for (const name in row) if (name !== 'signals') columns.add(name);
      if (row.prompt === '') emptyPrompts++;
      prompts.add(row.messages === undefined ? PLAIN + (row.prompt ?? '') : CHAT + JSON.stringify(row.messages));
      scoring.add(scoringText(row));
      for (const name in row.signals) signalBuilder(signals, name).set(at, row.signals[name] ?? null);
      for (const name of ['category', 'difficulty', 'group', 'split'] as const) {
        const value = row[name];
        if (value !== undefined) labels[name].set(at, value);
      }
      embeddings.add(row.embedding);
      weights.push(row.weight ?? 1);
      arrivals.push(row.arrived_at === undefined ? Number.NaN : Date.parse(row.arrived_at));
      return null;
    },
    size: () => lineOf.size,
    columns: () => [...columns, ...[...signals.keys()].map((name) => `signals.${name}`)],
    emptyPrompts: () => emptyPrompts,
    done() {
      const size = lineOf.size;
      lineOf.clear();
      const texts = prompts.done();
      return {
        queries: {
          size,
          ids: ids.done(),
          messages: (row) => storedMessages(texts.get(row)),
          signals: new Map([...signals].map(([name, builder]) => [name, builder.done(size)])),
          ...(columns.has('embedding') ? { embedding: embeddings.done() } : {}),
        },
        labels: {
          size,
          category: labels.category.done(size),
          difficulty: labels.difficulty.done(size),
          group: labels.group.done(size),
          split: labels.split.done(size),
          weight: Float64Array.from(weights),
          arrivedAtMs: Float64Array.from(arrivals),
          scoring: scoring.done(),
        },
      };
    },
  };
}

function storedMessages(stored: string): readonly Message[] {
  return stored.startsWith(PLAIN) ? promptMessages(stored.slice(1)) : (JSON.parse(stored.slice(1)) as readonly Message[]);
}

/** What scorers may see of a row, as JSON. */
export function scoringText({ reference, choices, rubric }: Row): string {
  return JSON.stringify({ reference, choices, rubric });
}

function signalBuilder(signals: Map<string, CodedBuilder<Scalar>>, name: string): CodedBuilder<Scalar> {
  const held = signals.get(name);
  if (held !== undefined) return held;
  const made = codedBuilder<Scalar>();
  signals.set(name, made);
  return made;
}
