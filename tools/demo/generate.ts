import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzip } from './gzip.js';
import { DEMO_MODELS } from './skill.js';
import { summarise } from './summary.js';
import { DATASET_PATH, datasetText, makeWorkbench, PER_CATEGORY, recordingPath, recordingText, SEED } from './workbench.js';

/** Writes the shipped demo below the folder given (default: the current one) and prints what it holds. */
const root = process.argv[2] ?? '.';
const write = (path: string, content: string | Buffer): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
};

const workbench = makeWorkbench(SEED, PER_CATEGORY);
write(DATASET_PATH, datasetText(workbench));
for (const model of DEMO_MODELS) write(recordingPath(model), gzip(recordingText(workbench, model)));
console.log(summarise(workbench));
