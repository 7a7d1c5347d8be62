import { type ImportFormat, importFormats } from '../app/import/import-formats.js';
import type { ImportedWorkspace, ImportReport } from '../app/import/import-report.js';
import { importWorkspace } from '../app/import/import-workspace.js';
import { counted } from '../domain/measured-text.js';
import { nearest } from '../domain/nearest.js';
import { UserError } from '../domain/user-error.js';
import { auditLines } from './print/audit-lines.js';
import { colour } from './print/colour.js';
import { openProgress } from './progress.js';

interface ImportRequest {
  readonly format: string;
  readonly path: string | undefined;
  readonly out: string | undefined;
  readonly force: boolean;
  readonly describe: boolean;
  readonly audit: boolean;
  readonly json: boolean;
  /** Everything yargs parsed; only the format's own options are taken from it. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Options of the command itself, whatever the format. */
const OWN = ['format', 'path', 'out', 'force', 'describe', 'audit', 'json', 'set', 'help', 'version', '_', '$0', 'h'];

/** What the lines about models and costs say already. */
const TOLD_ABOVE = ['missing_recordings', 'not_compared', 'price_missing', 'cost_mismatch', 'no_overlap'];

/** `routelab import`: a workspace from another format, and what was read, kept and left out. */
export async function importCommand(request: ImportRequest): Promise<number> {
  const [format] = importFormats(request.format);
  if (format === undefined) throw new UserError({ message: 'no such format', value: request.format });
  if (request.describe) {
    process.stdout.write(`${describe(format).join('\n')}\n`);
    return 0;
  }
  const { path, out } = request;
  if (path === undefined)
    throw new UserError({ message: `what should be imported? routelab import ${format.name} <path> --out <dir>` });
  if (out === undefined) throw new UserError({ message: 'where should the workspace go? --out <dir>', field: '--out' });
  const set = request.options['set'];
  const progress = openProgress(!request.json);
  const report = await importWorkspace({
    format: format.name,
    path,
    out,
    options: formatOptions(format, request.options),
    force: request.force,
    audit: request.audit,
    ...(typeof set === 'string' ? { set } : {}),
    onStage: progress.stage,
  }).finally(() => progress.done());
  process.stdout.write(request.json ? `${JSON.stringify(report)}\n` : `${reportLines(report).join('\n')}\n`);
  return 0;
}

/** The options the format declares; any other word is a mistake, told with the nearest one. */
function formatOptions(
  format: ImportFormat,
  parsed: Readonly<Record<string, unknown>>,
): Record<string, string | number | boolean | readonly string[]> {
  const known = format.options.map(({ name }) => name);
  const given: Record<string, string | number | boolean | readonly string[]> = {};
  for (const [name, value] of Object.entries(parsed)) {
    const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (OWN.includes(name) || (kebab !== name && kebab in parsed)) continue;
    const option = format.options.find((one) => one.name === name);
    if (option === undefined) {
      const close = nearest(name, [...known, 'out', 'force', 'set', 'describe', 'json']);
      throw new UserError({
        message: `unknown option --${name}`,
        accepted: [...known, 'set', 'out', 'force', 'json'].map((one) => `--${one}`).join(' '),
        ...(close === undefined ? {} : { nearest: `--${close}` }),
        hint: `routelab import ${format.name} --describe`,
      });
    }
    given[name] =
      option.type === 'texts' ? (Array.isArray(value) ? value : [value]).map(String) : (value as string | number | boolean);
  }
  return given;
}

function describe(format: ImportFormat): string[] {
  return [
    `${colour.bold(format.name)}  ${format.description}`,
    '',
    ...format.options.map((option) => {
      const kind =
        option.type === 'choice'
          ? option.choices.join(' | ')
          : option.type === 'texts'
            ? `${option.placeholder}, repeatable`
            : option.type;
      return `  --${option.name.padEnd(20)} ${option.description} ${colour.dim(`[${kind}]`)}`;
    }),
  ];
}

function reportLines(report: ImportReport): string[] {
  return [
    ...report.workspaces.flatMap((workspace) => workspaceLines(workspace)),
    ...report.next.map((command, index) => `${index === 0 ? 'next     ' : '         '}${command}`),
  ];
}

function workspaceLines({
  name,
  dir,
  queries,
  recordings,
  skipped,
  models,
  costMismatch,
  decisions,
  notes,
  audits,
  files,
}: ImportedWorkspace): string[] {
  return [
    colour.bold(`${name} → ${dir}`),
    `  read       ${counted(queries.read, 'query', 'queries')}: ${queries.kept} kept, ${counted(queries.repeatedIds, 'repeated id')}, ${counted(queries.repeatedPrompts, 'repeated prompt')} kept`,
    `  recordings ${recordings.kept} kept${recordings.repeated > 0 ? `, ${recordings.repeated} repeated` : ''}${recordings.withoutQuery > 0 ? `, ${recordings.withoutQuery} of no query` : ''}`,
    ...skipped.map(
      ({ what, reason, count, first }) =>
        `  skipped    ${count} × ${what}: ${reason} (first: ${[first.file, first.line].filter((part) => part !== undefined).join(':')})`,
    ),
    ...models.map(
      ({ id, recordings: own, missingCells, unpriced, compared }) =>
        `  model      ${id}: ${counted(own, 'recording')}, ${missingCells} missing${unpriced ? ', unpriced' : ''}${compared ? '' : ': not compared on its own, being known on fewer than half of the queries'}`,
    ),
    ...costMismatch.map(mismatchLine),
    ...decisions.map(({ strategy, count }) => `  decisions  ${strategy}: ${count}`),
    ...notes.map((note) => `  note       ${note}`),
    ...auditLines(
      (audits ?? []).filter(({ id }) => !TOLD_ABOVE.includes(id)),
      'more: routelab run shows them',
    ).map((line) => `  ${line}`),
    ...files.map(({ path, what }) => `  wrote      ${path.padEnd(24)} ${colour.dim(what)}`),
    '',
  ];
}

function mismatchLine({ modelId, factor, total, n }: ImportedWorkspace['costMismatch'][number]): string {
  const times = (ratio: number) => `${Number(ratio.toPrecision(3))} ×`;
  return `  cost       ${modelId}: given costs are ${times(factor)} what its tokens and prices come to (median of ${counted(n, 'call')}; ${times(total)} in all); the given ones are kept`;
}
