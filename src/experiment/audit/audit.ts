import type { Audit, ResultRow } from '../../domain/results.js';
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
}

export interface AuditInput {
  readonly bench: Workbench;
  readonly setting: Setting;
  readonly rows: readonly ResultRow[];
  readonly load: LoadFacts;
}

/** Looks for one way in which the numbers could mislead; silent when all is well. */
export type AuditRule = (input: AuditInput) => readonly Audit[];
