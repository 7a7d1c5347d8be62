/** RouteLab as a library: the stages of a comparison by name. The runtime alone is `routelab/router`. */

// A whole workspace, from files to files.
export { exportFromReport } from './app/export/export-from-report.js';
export { importWorkspace } from './app/import/import-workspace.js';
export { readResults } from './app/report/read-results.js';
export { renderResults } from './app/report/render-results.js';
export { type RanWorkspace, type RunOptions, runWorkspace } from './app/run/run-workspace.js';
export { validateWorkspace } from './app/validate/validate.js';
export { initWorkspace } from './app/workspace/init-workspace.js';
// Adding to it.
export { defineImporter, type Importer, type ImportItem } from './dataset/importer/importer.js';
// The words.
export { type CodedColumn, codedColumn, type TextColumn, textColumn } from './domain/column.js';
export type { Dataset } from './domain/dataset.js';
export type { DecisionColumns } from './domain/decision.js';
export type { Estimate } from './domain/estimate.js';
export type { Label, LabelTable } from './domain/label.js';
export type { Model, ModelList, Price } from './domain/model.js';
export type { OutcomeTable } from './domain/outcome-table.js';
export { type Message, type Query, type QueryTable, queryTable } from './domain/query.js';
export type { Recording } from './domain/recording.js';
export type { Choice, ResultRow, Results } from './domain/results.js';
export { type Problem, problemLine, UserError } from './domain/user-error.js';
// The comparison itself, without a disk.
export { defineExperiment } from './experiment/define-experiment.js';
export type { Experiment } from './experiment/experiment.js';
export { runExperiment } from './experiment/run.js';
export type { RunInput } from './experiment/run-input.js';
export type { ExportTarget } from './export/target.js';
export type { MetricFamily } from './metric/family.js';
export { defineScorer, type Scorer, type ScorerDefinition, type ScorerModule } from './quality/scorer.js';
export type { Control } from './replay/control/control.js';
export { defineStrategy, type StrategyModule } from './strategy/strategy-module.js';
