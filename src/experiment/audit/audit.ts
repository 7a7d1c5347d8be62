import type { Audit, ResultRow } from '../../domain/results.js';
import type { Part } from '../../metric/part.js';
import type { Compared } from '../compared.js';
import type { JudgeFacts } from '../judge/judge-facts.js';
import type { Setting } from '../setting.js';
import type { Workbench } from '../workbench.js';

/** What loading reported, for the audits that speak of it. */
export interface LoadFacts {
  /** Newest recording, ISO; null where none is dated. */
  readonly newestRecordedAt: string | null;
  readonly oldestRecordedAt: string | null;
  readonly pricedAt: string | null;
  /** Models of the list without any recording. */
  readonly unrecordedModels: readonly string[];
  readonly unknownQueryRecordings: number;
  /** Recorded models that the models file does not list: left out. */
  readonly unknownModels: readonly string[];
  readonly tornTails: number;
  /** Given cost ÷ cost priced from tokens by model, median and in all, where they differ by more than 1 %. */
  readonly costMismatch: readonly {
    readonly modelId: string;
    readonly factor: number;
    readonly total: number;
    readonly n: number;
  }[];
  /** Recordings whose request is no longer the one that the experiment would make, by model. */
  readonly askedOtherwise: readonly { readonly modelId: string; readonly recordings: number }[];
  /** What the scorer's judges said; absent where none judges. */
  readonly judges?: readonly JudgeFacts[];
}

/** What the audits of a data set look at. */
export interface DataAuditInput {
  readonly bench: Workbench;
  /** The part that is reported; all complete queries where nothing is. */
  readonly part: Part;
  readonly load: LoadFacts;
}

/** What the audits of a comparison look at. */
export interface RunAuditInput extends DataAuditInput {
  readonly setting: Setting;
  readonly rows: readonly ResultRow[];
  /** The rows with their decisions, in the same order. */
  readonly compared: readonly Compared[];
  /** The row the verdict speaks of; null without a choice. */
  readonly chosenId: string | null;
}

/** One audit as the documentation lists it. */
export interface AuditDefinition {
  readonly id: string;
  /** The gravest it can be. */
  readonly level: Audit['level'];
  readonly looksFor: string;
  readonly blindTo: string;
}

/**
 * Looks for one way in which the numbers could mislead; silent when all is well. Rules over the data alone are asked after an import
 * too; `run` asks all of them.
 */
export type AuditRule = { readonly definitions: readonly AuditDefinition[] } & (
  | { readonly of: 'data'; readonly find: (input: DataAuditInput) => readonly Audit[] }
  | { readonly of: 'run'; readonly find: (input: RunAuditInput) => readonly Audit[] }
);

export function warn(id: string, message: string): Audit {
  return { id, level: 'warn', message };
}

export function note(id: string, message: string): Audit {
  return { id, level: 'note', message };
}

export function error(id: string, message: string): Audit {
  return { id, level: 'error', message };
}

/** `12.3 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

/** The first few of many names. */
export function some(names: readonly string[], most = 5): string {
  return names.slice(0, most).join(', ') + (names.length > most ? `, … (${names.length})` : '');
}
