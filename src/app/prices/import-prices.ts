import { createHash } from 'node:crypto';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { modelListOf, modelsSchema } from '../../dataset/models-schema.js';
import { readPriceFile } from '../../dataset/price/price-file.js';
import type { ModelList } from '../../domain/model.js';
import { nearest } from '../../domain/nearest.js';
import { UserError } from '../../domain/user-error.js';
import { experimentSchema } from '../../experiment/experiment-schema.js';
import { parseConfig, readConfigFile, yamlFile } from '../load/config-file.js';
import { findExperiment } from '../load/find-experiment.js';
import { pricedModels, withPrices } from './models-document.js';
import { type PriceOutcome, priceOutcome } from './price-changes.js';

export interface PriceImport {
  /** LiteLLM's model_prices_and_context_window.json, or a file of its form. */
  readonly path: string;
  /** The models file; that of the experiment found from the working directory when not given. */
  readonly modelsFile?: string;
  /** Keys of the price file by model id, where the user states them. */
  readonly stated: ReadonlyMap<string, string>;
  /** Take prices of 0 as they are. */
  readonly acceptZero: boolean;
  /** ISO date on which the prices were true; the price file's own modification date when not given. */
  readonly pricedAt?: string;
  /** Change nothing. */
  readonly dryRun: boolean;
}

export interface PriceImportReport {
  readonly source: { readonly path: string; readonly sha256: string; readonly rows: number };
  readonly pricedAt: string;
  readonly modelsFile: string;
  readonly outcomes: readonly PriceOutcome[];
  /** Models that have no price afterwards. */
  readonly withoutPrice: readonly string[];
  readonly written: boolean;
}

/**
 * Takes the prices of a workspace's models from a price file, by exact names. The file is written only where a price changes.
 *
 * @throws UserError for files that are missing or not of their form, and for `stated` models or keys that don't exist
 */
export async function importPrices(request: PriceImport): Promise<PriceImportReport> {
  const { path } = request;
  const modelsFile = request.modelsFile ?? (await experimentsModels());
  if (/\.[cm]?js$/.test(modelsFile)) {
    throw new UserError({ file: modelsFile, message: 'is a program: prices can only be written to YAML or JSON' });
  }
  const bytes = await read(path);
  const prices = readPriceFile(bytes.toString('utf8'), path);
  const text = (await read(modelsFile)).toString('utf8');
  const before = modelsOf(modelsFile, text);
  checkStated(request, before, [...prices.rows.keys(), ...prices.otherModes.keys()]);
  const outcomes = pricedModels(before).map((model) =>
    priceOutcome(model, prices, { stated: request.stated.get(model.id), acceptZero: request.acceptZero }),
  );
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const pricedAt = checkedDate(request.pricedAt) ?? (await stat(path)).mtime.toISOString().slice(0, 10);
  const changed = outcomes.some((outcome) => outcome.kind === 'priced' && outcome.changes.length > 0);
  const written = changed && !request.dryRun;
  if (written) {
    const priceSource = `${basename(path)}, sha256 ${sha256.slice(0, 16)}`;
    const after = withPrices(text, modelsFile.endsWith('.json'), before, { outcomes, pricedAt, priceSource });
    modelsOf(modelsFile, after);
    await replaceFile(modelsFile, after);
  }
  return {
    source: { path, sha256, rows: prices.rows.size },
    pricedAt,
    modelsFile,
    outcomes,
    withoutPrice: withoutPrice(before, outcomes),
    written,
  };
}

async function experimentsModels(): Promise<string> {
  const experiment = await findExperiment(undefined, process.cwd());
  const { models } = parseConfig(await readConfigFile(experiment), experimentSchema);
  return join(dirname(experiment), models);
}

async function read(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new UserError({ file: path, message: 'no such file' });
    if (error.code === 'EISDIR') throw new UserError({ file: path, message: 'is a folder, not a file' });
    throw error;
  });
}

function modelsOf(path: string, text: string): ModelList {
  return modelListOf(parseConfig(yamlFile(path, text), modelsSchema));
}

function checkStated({ stated, path }: PriceImport, list: ModelList, keys: readonly string[]): void {
  const ids = pricedModels(list).map(({ id }) => id);
  for (const [id, key] of stated) {
    if (!ids.includes(id)) throw noSuch('no such model in the workspace', id, nearest(id, ids), ids.join(', '));
    if (!keys.includes(key)) throw noSuch(`no such row in ${path}`, key, nearest(key, keys), undefined);
  }
}

function noSuch(message: string, value: string, close: string | undefined, accepted: string | undefined): UserError {
  return new UserError({
    field: '--map',
    message,
    value,
    ...(accepted === undefined ? {} : { accepted }),
    ...(close === undefined ? {} : { nearest: close }),
  });
}

function checkedDate(date: string | undefined): string | undefined {
  if (date === undefined) return undefined;
  const time = Date.parse(`${date}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)) return date;
  throw new UserError({ field: '--priced-at', message: 'is no date', value: date, accepted: 'YYYY-MM-DD' });
}

function withoutPrice(list: ModelList, outcomes: readonly PriceOutcome[]): string[] {
  return pricedModels(list)
    .filter(({ price }, index) => price === undefined && outcomes[index]?.kind !== 'priced')
    .map(({ id }) => id);
}

/** All of the new file or all of the old one. */
async function replaceFile(path: string, text: string): Promise<void> {
  const whole = resolve(path);
  const draft = `${whole}.new`;
  await writeFile(draft, text);
  await rename(draft, whole);
}
