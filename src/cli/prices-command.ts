import { importPrices, type PriceImportReport } from '../app/prices/import-prices.js';
import { PRICE_FIELDS, type PriceOutcome } from '../app/prices/price-changes.js';
import { counted } from '../domain/measured-text.js';
import { UserError } from '../domain/user-error.js';
import { colour } from './print/colour.js';

interface PricesRequest {
  readonly path: string;
  readonly modelsFile: string | undefined;
  /** `model id=key` each. */
  readonly map: readonly string[];
  readonly acceptZero: boolean;
  readonly pricedAt: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** `routelab prices import`: old → new for every model, and why some were left alone. Exit 4 when a model has no price afterwards. */
export async function pricesCommand(request: PricesRequest): Promise<number> {
  const { path, acceptZero, dryRun, modelsFile, pricedAt } = request;
  const report = await importPrices({
    path,
    stated: statedKeys(request.map),
    acceptZero,
    dryRun,
    ...(modelsFile === undefined ? {} : { modelsFile }),
    ...(pricedAt === undefined ? {} : { pricedAt }),
  });
  process.stdout.write(request.json ? `${JSON.stringify(report)}\n` : `${reportLines(report, dryRun).join('\n')}\n`);
  return report.withoutPrice.length > 0 ? 4 : 0;
}

function statedKeys(map: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    map.map((entry) => {
      const at = entry.indexOf('=');
      if (at > 0 && at < entry.length - 1) return [entry.slice(0, at), entry.slice(at + 1)] as const;
      throw new UserError({
        field: '--map',
        message: 'is not of the form',
        value: entry,
        accepted: "'model id=key of the price file'",
      });
    }),
  );
}

function reportLines(report: PriceImportReport, dryRun: boolean): string[] {
  const { source, pricedAt, modelsFile, outcomes, withoutPrice } = report;
  const changed = outcomes.filter((outcome) => outcome.kind === 'priced' && outcome.changes.length > 0).length;
  const what = `${changed} of ${counted(outcomes.length, 'model')}`;
  const from = `(${counted(source.rows, 'chat model')}, sha256 ${source.sha256.slice(0, 16)})`;
  return [
    `${colour.bold(`prices of ${pricedAt} from ${source.path}`)} ${colour.dim(from)}`,
    ...outcomes.flatMap(outcomeLines),
    changed === 0
      ? `unchanged  ${modelsFile}`
      : dryRun
        ? `dry run    ${modelsFile}: ${what} would change`
        : `wrote      ${modelsFile}: ${what} changed`,
    ...(withoutPrice.length === 0
      ? []
      : [colour.yellow(`no price   ${withoutPrice.join(', ')}: rows that use them show no cost`)]),
  ];
}

function outcomeLines(outcome: PriceOutcome): string[] {
  const head = `  ${outcome.modelId}`;
  const left = (why: string): string[] => [`${colour.yellow('!')} ${outcome.modelId}: ${why}`];
  switch (outcome.kind) {
    case 'priced':
      return [
        `${head}${colour.dim(`  ${outcome.key}, by ${outcome.by}`)}${outcome.changes.length === 0 ? '  unchanged' : ''}`,
        ...outcome.changes.map(({ field, from, to }) => `      ${PRICE_FIELDS[field].padEnd(26)} ${from ?? '—'} → ${to}`),
        ...outcome.kept.map(({ field, value }) => `      ${PRICE_FIELDS[field].padEnd(26)} ${value} kept: not in the file`),
        ...outcome.notes.map((note) => `      ${colour.dim(note)}`),
      ];
    case 'zero':
      return left(
        `${outcome.key} says 0 for ${outcome.fields.map((field) => PRICE_FIELDS[field]).join(', ')}: not taken; --accept-zero if it is free`,
      );
    case 'unpriced':
      return left(
        outcome.refused.length === 0
          ? `${outcome.key} has no price per input or output token`
          : `${outcome.key}: ${outcome.refused.join(', ')}, and a price is a number of at least 0: not taken`,
      );
    case 'other_mode':
      return left(`${outcome.key} is no chat model (${outcome.mode})`);
    case 'ambiguous':
      return left(`several rows of that name differ: ${outcome.keys.join(', ')}; say which: --map '${outcome.modelId}=…'`);
    case 'not_found':
      return left(
        `not in the file${outcome.nearest.length === 0 ? '' : `; near: ${outcome.nearest.join(', ')}; if one is it: --map '${outcome.modelId}=…'`}`,
      );
  }
}
