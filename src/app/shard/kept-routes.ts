import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Routed, routedOn } from '../../experiment/shard/routed.js';
import type { Workbench } from '../../experiment/workbench.js';
import type { RouterConfig } from '../../router/config.js';
import { type Route, type RouteColumns, UNDECIDED } from '../../router/router.js';

/** Bytes that the routes of a shard may take, as many times its own file: more candidates than fit are routed again each time. */
const MOST = 1;

/** Plans that a byte tells apart, beside that of a query on which nothing was decided. */
const BYTE = 255;

/**
 * Routes kept in files beside a shard's, by the hash of what decides them, so that five questions route once. A run asks one question after
 * another, and each shard once a question: nobody reads what is still being written.
 */
export function keptRoutes(shard: string, bench: Workbench): Routed {
  const fresh = routedOn(bench);
  let room = MOST * statSync(shard).size - heldBeside(shard);
  return (config) => {
    const path = `${shard}.${config.decisionHash}`;
    if (existsSync(path)) return read(path, config);
    const routes = fresh(config);
    const bytes = written(routes);
    room -= bytes.length;
    if (room >= 0) writeFileSync(path, bytes);
    return routes;
  };
}

/** Bytes that are kept already. */
function heldBeside(shard: string): number {
  const names = readdirSync(dirname(shard)).filter((name) => name.startsWith(`${basename(shard)}.`));
  return names.reduce((sum, name) => sum + statSync(join(dirname(shard), name)).size, 0);
}

/** A line of plans in JSON, then a number a query. */
function written({ plan, plans }: RouteColumns): Buffer {
  // Nothing decided is the greatest number of either kind.
  const numbers = plans.length <= BYTE ? Uint8Array.from(plan) : plan;
  return Buffer.concat([Buffer.from(`${JSON.stringify(plans)}\n`), new Uint8Array(numbers.buffer)]);
}

function read(path: string, { execution }: RouterConfig): RouteColumns {
  const bytes = readFileSync(path);
  const start = bytes.indexOf('\n') + 1;
  const plans = JSON.parse(bytes.toString('utf8', 0, start)) as readonly Route[];
  const rest = bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length);
  const plan =
    plans.length <= BYTE
      ? Uint32Array.from(new Uint8Array(rest), (number) => (number === BYTE ? UNDECIDED : number))
      : new Uint32Array(rest);
  return { plan, plans, ...(execution === undefined ? {} : { policies: plans.map(() => execution) }) };
}
