import type { ExperimentFile } from './experiment-schema.js';

/** The identity, for the type: `export default defineExperiment({ … })` in routelab.mjs. */
export function defineExperiment(experiment: ExperimentFile): ExperimentFile {
  return experiment;
}
