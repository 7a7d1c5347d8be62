import { ab } from './ab.js';
import type { Command } from './command.js';
import { compare } from './compare.js';
import { conform } from './conform.js';
import { datasets } from './datasets.js';
import { embed } from './embed.js';
import { exportRouter } from './export.js';
import { importData } from './import.js';
import { init } from './init.js';
import { models } from './models.js';
import { prices } from './prices.js';
import { record } from './record.js';
import { recordings } from './recordings.js';
import { report } from './report.js';
import { run } from './run.js';
import { serve } from './serve.js';
import { show } from './show.js';
import { simulate } from './simulate.js';
import { tune } from './tune.js';
import { validate } from './validate.js';
import { worker } from './worker.js';

/** Every command, in the order `--help` shows them. One file each; a test holds this list and the folder equal. */
export const commands: readonly Command[] = [
  init,
  validate,
  importData,
  datasets,
  models,
  prices,
  embed,
  record,
  recordings,
  run,
  tune,
  worker,
  simulate,
  ab,
  compare,
  report,
  show,
  exportRouter,
  conform,
  serve,
];
