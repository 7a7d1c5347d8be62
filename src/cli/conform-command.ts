import { conformExport } from '../app/conform/conform-export.js';
import { conformLive, type LiveConformity, type LivePlan } from '../app/conform/conform-live.js';
import { conformLog, isTrafficLog } from '../app/conform/conform-log.js';
import { type Conformity, conforms } from '../app/conform/conformity.js';
import { counted, percentText } from '../domain/measured-text.js';
import { UserError } from '../domain/user-error.js';
import { inertText } from '../report/inert-text.js';
import { colour } from './print/colour.js';
import { countOption, portOption, usdOption } from './record-options.js';

interface ConformArguments {
  readonly folder: string;
  readonly live: string | undefined;
  readonly limit: unknown;
  readonly yes: boolean;
  readonly maxCost: unknown;
  readonly mockUpstreams: unknown;
  readonly keyEnv: string | undefined;
  readonly json: boolean;
}

/** Answers without a readable choice above this share leave the question open. */
const MOST_UNREAD = 0.1;

/** `routelab conform`: 0 where every decision agrees, 3 where one doesn't, 4 where too many choices can't be read. */
export async function conformCommand(given: ConformArguments): Promise<number> {
  if (given.live !== undefined) return liveCommand(given, given.live);
  const found = await (isTrafficLog(given.folder) ? conformLog(given.folder) : conformExport(given.folder));
  print(found, given.json);
  return conforms(found) ? 0 : 3;
}

async function liveCommand(given: ConformArguments, url: string): Promise<number> {
  const { folder, yes, keyEnv, json } = given;
  if (!URL.canParse(url))
    throw new UserError({ field: '--live', message: 'is no URL', value: url, accepted: 'such as http://127.0.0.1:4000/v1' });
  const mockPort = given.mockUpstreams === undefined ? null : portOption('--mock-upstreams', given.mockUpstreams);
  const maxCostUsd = usdOption('--max-cost', given.maxCost);
  let plan: LivePlan | null = null;
  const found = await conformLive({
    dir: folder,
    url,
    limit: countOption('--limit', given.limit, 1) ?? 200,
    key: keyOf(keyEnv),
    mockPort,
    onMock: (at) => void process.stderr.write(`mock     ${at} stands in for every provider\n`),
    allowed: (planned) => {
      plan = planned;
      process.stderr.write(`sends    ${counted(planned.prompts, 'golden prompt')} to ${url} · ${costText(planned)}\n`);
      return yes || mockPort !== null || (maxCostUsd !== null && planned.worstUsd !== null && planned.worstUsd <= maxCostUsd);
    },
    onSent: () => undefined,
  });
  if (found === null) throw notAllowed(plan as unknown as LivePlan, maxCostUsd);
  print(found, json);
  if (!conforms(found)) return 3;
  return found.agreement === null || found.unread > MOST_UNREAD * found.sent ? 4 : 0;
}

function keyOf(keyEnv: string | undefined): string | undefined {
  if (keyEnv === undefined) return undefined;
  const key = process.env[keyEnv];
  if (key !== undefined && key !== '') return key;
  throw new UserError({ field: '--key-env', message: `${keyEnv} is not set`, hint: `export ${keyEnv}=…` });
}

function costText({ worstUsd }: LivePlan): string {
  return worstUsd === null ? 'nobody knows what they cost' : `at most ${worstUsd.toPrecision(2)} USD at the router’s prices`;
}

function notAllowed(plan: LivePlan, maxCostUsd: number | null): UserError {
  const above = maxCostUsd === null ? 'these calls may cost money' : `--max-cost ${maxCostUsd} is less than they may cost`;
  return new UserError({
    message: `${above}: ${costText(plan)}; nothing was sent`,
    accepted: '--yes, --max-cost <USD>, or --mock-upstreams <port> where the proxy asks that port',
  });
}

function print(found: Conformity | LiveConformity, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(found)}\n`);
    return;
  }
  const { subject, checks, problems, notes } = found;
  process.stdout.write(`${subject}\n`);
  for (const { what, decisions, differing, first } of checks) {
    const mark = differing === 0 ? colour.green('ok') : colour.red('no');
    process.stdout.write(`${mark}  ${what}: ${differing} of ${counted(decisions, 'decision')} differ\n`);
    for (const { probe, expected, found: got } of first)
      process.stdout.write(`    ${probe}: ${inertText(expected)} expected, ${inertText(got)} found\n`);
  }
  for (const problem of problems) process.stdout.write(`${colour.red('no')}  ${inertText(problem)}\n`);
  for (const note of notes) process.stderr.write(`${colour.dim(`note  ${inertText(note)}`)}\n`);
  if ('agreement' in found) process.stdout.write(`${agreementText(found)}\n`);
}

function agreementText({ agreement, unread, sent }: LiveConformity): string {
  const lost = unread === 0 ? '' : ` · of ${unread} of ${sent} answers the choice can’t be read`;
  if (agreement === null) return `nothing was read${lost}`;
  const { value, low, high } = agreement;
  return `agreement ${percentText(value)} (${percentText(low)} to ${percentText(high)}, 95 % Wilson)${lost}`;
}
