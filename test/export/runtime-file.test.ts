import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runtimeFiles, runtimeFor } from '../../src/export/runtime-file/runtime-file.js';
import type { RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { type GoldenDecision, goldenDecisions } from '../../src/router/golden.js';
import { goldenWalk } from '../../src/router/golden-walk.js';
import type { loadRouter } from '../../src/router/load.js';
import type { Route, RouteRequest } from '../../src/router/router.js';
import { CHROMIUM, hasChromium } from '../support/chromium.js';
import { ROUTER_KINDS, routerOf } from '../support/every-router.js';
import { hasNginx, type Nginx, startNginx } from '../support/nginx.js';
import { tempFolder } from '../support/temp-file.js';

/** Bytes a runtime may weigh, minified: what is above the first is told in docs/exports.md. */
const MOST_BYTES = { rules: 20_000, patterns: 29_500, learned: 52_000, whole: 74_500 } as const;

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
/** Those of a list that a remainder of its index leaves: other hosts are slower to ask. */
const some = <T>(list: readonly T[], every: number): T[] => list.filter((_, index) => index % every === 0);

/** One router for each runtime file, each with all that stands in it. */
const REPRESENTATIVES = { rules: 'rules', patterns: 'patterns', learned: 'mix', whole: 'predict-cascade' } as const;

describe.each(runtimeFiles)('the runtime $name in one file', ({ name, module }) => {
  it('imports nothing, and weighs no more than is told', () => {
    expect(module).not.toMatch(/\bimport\b|\brequire\b|\bprocess\b/);
    expect(Buffer.byteLength(module)).toBeLessThanOrEqual(MOST_BYTES[name]);
  });
});

describe.each(ROUTER_KINDS)('the runtime file for a router of kind %s', (kind) => {
  it('decides every golden probe, and walks, as the runtime does', async () => {
    const config = routerOf(kind);
    const file = join(tempFolder({ 'routelab-router.mjs': runtimeFor(config).module }), 'routelab-router.mjs');
    const runtime = (await import(pathToFileURL(file).href)) as { loadRouter: typeof loadRouter };
    const router = runtime.loadRouter(asJson(config));
    const golden = goldenDecisions(createRouter(config));
    expect(golden.length).toBeGreaterThanOrEqual(500);
    for (const { request, route } of golden) expect(router.route(request)).toEqual(route);
    expect(goldenWalk(router)).toEqual(goldenWalk(createRouter(config)));
  });
});

it('a runtime file refuses a router that was changed', async () => {
  const config = routerOf('rules');
  const file = join(tempFolder({ 'r.mjs': runtimeFor(config).module }), 'r.mjs');
  const runtime = (await import(pathToFileURL(file).href)) as { loadRouter: typeof loadRouter };
  const changed = JSON.parse(JSON.stringify(config).replace('"$gt":40', '"$gt":41')) as RouterConfig;
  expect(() => runtime.loadRouter(changed)).toThrow('was changed');
  expect(() => runtime.loadRouter({ ...config, format: 'routelab/router@0' })).toThrow('format');
});

/** As texts: what the test runner makes of `import` here is nothing a page knows. */
const IN_PAGE = `async ({ runtime, config, requests }) => {
  const { loadRouter } = await import(runtime);
  const router = loadRouter(config);
  return requests.map((request) => router.route(request));
}`;
const IN_WORKER = `(asked) => new Promise((answered) => {
  const worker = new Worker('/worker.mjs', { type: 'module' });
  worker.onmessage = ({ data }) => answered(data);
  worker.postMessage(asked);
})`;

describe.skipIf(!hasChromium)('in Chromium', () => {
  let server: Server;
  beforeAll(async () => {
    const files = new Map(runtimeFiles.map(({ name, module }) => [`/${name}.mjs`, module]));
    files.set(
      '/worker.mjs',
      `onmessage = async ({ data: { runtime, config, requests } }) => {
        const { loadRouter } = await import(runtime);
        const router = loadRouter(config);
        postMessage(requests.map((request) => router.route(request)));
      };`,
    );
    server = createServer(({ url = '' }, answer) => {
      answer.setHeader('content-type', url.endsWith('.mjs') ? 'text/javascript' : 'text/html');
      answer.end(files.get(url) ?? '<!doctype html><title>lab</title>');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterAll(() => server.close());

  it('decides in a page and in a worker as it does here', async () => {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      for (const [name, kind] of Object.entries(REPRESENTATIVES)) {
        const config = routerOf(kind);
        const golden = goldenDecisions(createRouter(config));
        const asked = { runtime: `/${name}.mjs`, config: asJson(config), requests: golden.map(({ request }) => request) };
        const inPage = await page.evaluate(`(${IN_PAGE})(${JSON.stringify(asked)})`);
        const inWorker = await page.evaluate(`(${IN_WORKER})(${JSON.stringify(asked)})`);
        const routes = golden.map(({ route }) => asJson(route));
        expect(inPage, `${kind} in a page`).toEqual(routes);
        expect(inWorker, `${kind} in a worker`).toEqual(routes);
      }
    } finally {
      await browser.close();
    }
  });
});

/** njs has no half of a surrogate pair: it reads U+FFFD, as every UTF-8 encoder writes it. Only a hash of the whole request can tell. */
const isWhole = (request: RouteRequest): boolean => !/\\ud[89a-f]/.test(JSON.stringify(request));

const HANDLE = `import fs from 'fs';
%IMPORTS%
var runtimes = { %NAMES% };
var routers = {};
function handle(r) {
  try {
    var asked = r.args.kind;
    if (asked === undefined) { r.return(204); return; }
    if (routers[asked] === undefined) {
      var file = fs.readFileSync('%DIR%/' + asked + '.json', 'utf8');
      routers[asked] = runtimes[r.args.runtime].loadRouter(JSON.parse(file));
    }
    r.return(200, JSON.stringify(JSON.parse(r.requestText).map(function (one) { return routers[asked].route(one); })));
  } catch (error) {
    r.return(500, String(error.stack || error));
  }
}
export default { handle: handle };
`;

describe.skipIf(!hasNginx)('in nginx’s njs', () => {
  let nginx: Nginx;
  /** Every router that is a function of a request; what learns while it runs has its state to keep, which njs has no place for. */
  const routers = ROUTER_KINDS.map((kind) => [kind, routerOf(kind)] as const).filter(
    ([, config]) => !createRouter(config).stateful,
  );
  beforeAll(async () => {
    const dir = tempFolder(Object.fromEntries(routers.map(([kind, config]) => [`${kind}.json`, JSON.stringify(config)])));
    const names = runtimeFiles.map(({ name }) => name);
    const main = HANDLE.replace('%IMPORTS%', names.map((name) => `import ${name} from '${name}.js';`).join('\n'))
      .replace('%NAMES%', names.map((name) => `${name}: ${name}`).join(', '))
      .replace('%DIR%', dir);
    nginx = await startNginx(Object.fromEntries(runtimeFiles.map(({ name, njs }) => [`${name}.js`, njs])), main);
  });
  afterAll(() => nginx?.stop());

  const decide = async (kind: string, runtime: string, asked: readonly GoldenDecision[]): Promise<Route[]> => {
    const body = JSON.stringify(asked.map(({ request }): RouteRequest => request));
    const answer = await fetch(`${nginx.url}/?kind=${kind}&runtime=${runtime}`, { method: 'POST', body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${text}\n${nginx.log()}`);
    return JSON.parse(text) as Route[];
  };

  it.each(routers)('decides as it does here: %s', async (kind, config) => {
    const golden = goldenDecisions(createRouter(config)).filter(({ request }) => kind !== 'split' || isWhole(request));
    const asked = some(golden, runtimeFor(config).name === 'rules' ? 1 : 5);
    expect(await decide(kind, runtimeFor(config).name, asked)).toEqual(asked.map(({ route }) => asJson(route)));
  });
});
