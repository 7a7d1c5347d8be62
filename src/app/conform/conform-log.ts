import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileLines } from '../../file/lines.js';
import { loadRouter } from '../../router/load.js';
import type { Route, RouteRequest, Router } from '../../router/router.js';
import { readTextFile } from '../load/config-file.js';
import type { LoggedDecision, LoggedQuery } from '../serve/logged.js';
import { type MemoryEvent, memoryFold, readEvents } from '../serve/memory.js';
import { LOG_FILES } from '../serve/traffic-log.js';
import { routeText } from './conform-export.js';
import { type Check, type Conformity, checkOf } from './conformity.js';

/** Whether a folder is one that `serve` logged into. */
export function isTrafficLog(dir: string): boolean {
  return existsSync(join(dir, LOG_FILES.decisions));
}

/** Routes every logged request again and holds it against the logged decision; a router that remembers is told again what it was told. */
export async function conformLog(dir: string): Promise<Conformity> {
  const router = loadRouter(JSON.parse(await readTextFile(join(dir, LOG_FILES.router))));
  const decisions = (await decisionsIn(join(dir, LOG_FILES.decisions))).filter(({ pinned }) => !pinned);
  const requests = await requestsIn(join(dir, LOG_FILES.queries));
  const whole = decisions.filter(({ query_id: id, redacted }) => !redacted && requests.has(id));
  const routes = router.stateful ? await remembered(router, join(dir, LOG_FILES.events), requests) : null;
  const left = decisions.length - whole.length;
  return {
    subject: `the traffic of ${router.config.name}`,
    checks: [decisionsCheck(whole, (id) => routes?.get(id) ?? router.route(requests.get(id) as RouteRequest))],
    problems: [],
    notes:
      left === 0
        ? []
        : [`${left} decisions have no whole request any more (redacted, or logged without texts) and were left out`],
  };
}

function decisionsCheck(decisions: readonly LoggedDecision[], routeOf: (id: string) => Route): Check {
  const compared = decisions.map((one) => {
    const route = routeOf(one.query_id);
    const climbs = (route.escalation ?? []).map(({ to }) => to);
    const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
    return {
      probe: one.query_id,
      expected: `${one.models.join(', then ') || 'nobody'}: ${one.reason_text}`,
      found: routeText(route),
      same:
        same(route.models, one.models) &&
        same(climbs, one.climbs) &&
        same(route.reason, one.reason) &&
        route.propensity === one.propensity,
    };
  });
  return checkOf('logged decisions', compared);
}

/** The route of each request in the state that the router was in then. */
async function remembered(
  router: Router,
  path: string,
  requests: ReadonlyMap<string, RouteRequest>,
): Promise<ReadonlyMap<string, Route>> {
  const events: readonly MemoryEvent[] = await readEvents(path);
  const fold = memoryFold(router);
  const routes = new Map<string, Route>();
  for (const event of events) {
    const request = requests.get(event.id);
    if (event.kind === 'routed' && request !== undefined) routes.set(event.id, router.route(request, fold.state(), event));
    fold.take(event);
  }
  return routes;
}

async function decisionsIn(path: string): Promise<LoggedDecision[]> {
  const decisions: LoggedDecision[] = [];
  for await (const { text } of fileLines(path)) decisions.push(JSON.parse(text) as LoggedDecision);
  return decisions;
}

async function requestsIn(path: string): Promise<ReadonlyMap<string, RouteRequest>> {
  const requests = new Map<string, RouteRequest>();
  if (!existsSync(path)) return requests;
  for await (const { text } of fileLines(path)) {
    const row = JSON.parse(text) as LoggedQuery;
    requests.set(row.id, {
      messages: row.messages ?? [{ role: 'user', content: row.prompt ?? '' }],
      signals: row.signals ?? {},
      ...(row.embedding === undefined ? {} : { embedding: row.embedding }),
    });
  }
  return requests;
}
