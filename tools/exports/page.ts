import type { GatewayRun } from './gateway.js';
import { type Cell, COLUMNS } from './matrix.js';
import type { Mutant } from './mutants.js';

export interface PageInput {
  readonly rows: readonly { readonly kind: string; readonly cells: readonly Cell[] }[];
  readonly mutants: readonly Mutant[];
  readonly gateway: readonly GatewayRun[];
  /** Bytes of the runtime files, minified and gzipped. */
  readonly runtimes: readonly {
    readonly name: string;
    readonly holds: string;
    readonly bytes: number;
    readonly gzip: number;
    readonly njs: number;
  }[];
}

/** docs/exports.md. */
export function exportsPage({ rows, mutants, gateway, runtimes }: PageInput): string {
  const reasons = [...new Set(rows.flatMap(({ cells }) => cells.map(({ why }) => why)).filter((why) => why !== ''))];
  const cellText = (cell: Cell): string => {
    if (cell.fidelity === 'refused') return `refused [${reasons.indexOf(cell.why) + 1}]`;
    return cell.count === null
      ? `${cell.fidelity}, tested in use`
      : `${cell.fidelity} ${number(cell.count.differing)} / ${number(cell.count.decisions)}`;
  };
  return `${INTRODUCTION}
${CHECKING}
## What was held against what

Made by \`npm run conformance\`: per kind of strategy and target how faithful the export is, and of how many decisions how many differ from the
runtime's (whom to ask first, and whom on an error). Where it says exact, none does. Every router is fitted; its decisions are its golden probes
(awkward texts, thresholds ± 1, scripts, half surrogates, several parts, tool messages) with prose and texts like those it learned from.

${table(
  ['strategy', ...COLUMNS.map(({ title }) => title)],
  rows.map(({ kind, cells }) => [kind, ...cells.map(cellText)]),
)}

${reasons.map((why, index) => `${index + 1}. ${why}`).join('\n')}

\`router\`: the runtime in one file, run in Node here; the tests run it in Chromium (page and worker) and in nginx's njs too. \`nginx\`: the real nginx on loopback, every model
failing, so that the whole chain is seen; of a split, texts with half a surrogate pair are left out. \`haproxy\`: the real HAProxy likewise; where it decides itself, counted is whom it asks first,
and every decision was what our reading of its file says. \`ai-sdk\`: the exported module, run; requests
that the SDK has no form for are left out. \`portkey\`: our reading of the gateway's rules, read from the exported file; that reading is held against the real gateway below.
\`openfeature\`: the real flagd-core, run in this process; a request that nobody may answer has no route to name.
\`litellm\`, \`vllm-semantic-router\`, \`openrouter\`, \`tensorzero\`, \`bifrost\`, \`envoy-ai-gateway\` and \`kong\`: emulated, not run: our reading of their fallbacks, of LiteLLM's complexity router and of
vLLM semantic-router's signals and decisions, read from the exported file. Where the latter decides itself it asks nobody else on an error: counted there is whom it asks first.
OpenRouter's column is of the same routers with its models.
Guardrails are approximate, and the probes are chosen to find where: on your own queries \`loss\` in \`export.json\` says what it comes to.

## The real Portkey gateway

${
  gateway.length === 0
    ? 'Not run: it was not installed.'
    : `@portkey-ai/gateway 1.15.2 on loopback, upstreams that say their names:

${table(
  ['router', 'mode', 'decisions', 'other than emulated'],
  gateway.map(({ kind, mode, decisions, differing }) => [kind, mode, number(decisions), number(differing)]),
)}`
}

## Would the check notice?

One threshold or name in an exported file is changed; decisions that then differ:

${table(
  ['file', 'change', 'decisions', 'found'],
  mutants.map(({ file, change, decisions, found }) => [file, `\`${change}\``, number(decisions), number(found)]),
)}

## Sizes of the runtime in one file

${table(
  ['file', 'holds', 'bytes', 'gzip', 'for njs'],
  runtimes.map(({ name, holds, bytes, gzip, njs }) => [name, holds, number(bytes), number(gzip), number(njs)]),
)}

The three small ones decide and nothing else: no \`routeAll\`, no \`start\` and \`next\`, and a request is taken as it is, not checked. Both hashes of the router are
checked by all of them.
`;
}

const INTRODUCTION = `# Exports

\`\`\`yaml
export:                                   # in routelab.yaml: written by every run whose choice may ship
  - { target: router }
  - { target: ai-sdk, stream: refuse }
  - { target: portkey, mode: guardrail, max_disagreement: 0.02, dir: portkey-native }
\`\`\`

\`routelab export --target portkey --option mode=webhook\` does the same later, from a report. Files go to \`exports/<target>/\` (or \`dir\`); \`export.json\`
beside them (schema: \`export.schema.json\`) says the mode, the fidelity, what the target can't express, how many decisions were held against the
measured router, and which variables production must set. Secrets stand in no file: they are names of variables.

- **Mode.** \`runtime\`: our runtime is the product. \`dispatch\`: our runtime decides and the target carries it out. \`native\`: the target decides itself.
- **Fidelity.** \`exact\`: one differing decision, and nothing is written (exit 3). \`approximate\`: what it gives away is measured on the reported queries by
  replaying both on the same recordings: share of decisions that differ (Wilson), quality and cost with paired intervals, the worst category. Above
  \`max_disagreement\` (1 %) it is *refused*, exit 3, with the nearest target that keeps the router as measured.
- **A fallback is for errors.** An escalation of a cascade is never written as one.

| target | options | files |
| --- | --- | --- |
| \`router\` | \`runtime\`: module, njs, none | router.json, golden decisions, routelab-router.mjs |
| \`ai-sdk\` | \`stream\`: buffer, refuse (for cascades) | provider.ts with what it imports; \`npm install routelab @ai-sdk/provider@3 @ai-sdk/openai-compatible@2\` |
| \`portkey\` | \`mode\`: conditional, guardrail, webhook | portkey.config.json, headers.mjs, webhook.mjs |
| \`litellm\` | \`mode\`: dispatch, complexity, heuristic_v2; \`budget_usd_per_day\`, \`tags\` | config.yaml, route.mjs |
| \`vllm-semantic-router\` | \`mode\`: dispatch, native | config.yaml, ask.mjs or probes.yaml |
| \`nginx\` | \`port\`, \`body_mb\`, \`js_module\`, \`certificates\` | nginx.conf, gateway.js, models.json, routelab-router.njs.js |
| \`haproxy\` | \`mode\`: dispatch, native; \`port\`, \`body_kb\` | haproxy.cfg, ask.mjs, models.json |
| \`openfeature\` | \`mode\`: dispatch, native; \`flag\` | flags.json, route.mjs, or context.mjs with context.json |
| \`openrouter\` | | openrouter.json, route.mjs |
| \`tensorzero\` | | tensorzero.toml, route.mjs |
| \`bifrost\` | | config.json, route.mjs |
| \`envoy-ai-gateway\` | \`gateway\` | envoy-ai-gateway.yaml, route.mjs |
| \`kong\` | | kong.yaml, route.mjs |

**router.** \`import { loadRouter } from './routelab-router.mjs'\` needs nothing else; \`routelab/router\` in the package does the same with checks and words.
With \`runtime: njs\` the file is for nginx's js_import (\`routelab.loadRouter\` of its default export).

**ai-sdk.** \`routed\` is a language model: \`generateText({ model: routed, prompt, providerOptions: { routelab: { signals: { tier: 'gold' } } } })\`. Each provider is asked in OpenAI's
form with \`<PROVIDER>_API_KEY\` and, where it isn't a known one, \`<PROVIDER>_BASE_URL\`. Fallbacks, retries and hedging are carried out as \`execution\` in the
strategy says; breakers and the number of requests under way are those of the module (a stream is under way until it is read or cancelled). Streams are passed on from their first part; of a cascade the
accepted answer comes in one piece. A router that learns or paces keeps its state in the module, for as long as it lives; \`routed.rate(decision, quality)\` takes ratings.

**portkey.** \`conditional\`: send \`headers({ messages, signals })\` along with each request; a request without a route is an error, never a guess. \`webhook\`: send
\`told({ signals })\`, run \`node webhook.mjs\`, set \`ROUTELAB_WEBHOOK_URL\`; a webhook that is down turns every request away (446). \`guardrail\`: rules on the text and its length
alone; send \`{ 'x-portkey-config': config() }\`. Models that are down just now (\`models\` of a request) leave routes that no config knows: \`headers\`
throws. The gateway's streams need \`@hono/node-server\` 1.13.5 and \`hono\` 4.9.7 beside version 1.15.2.

**litellm.** \`litellm --config config.yaml\`. \`dispatch\`: \`import { routeName } from './route.mjs'\`, and send \`routeName({ messages, signals })\` as \`model\`. \`complexity\`:
send \`auto\`, and the proxy's own complexity router decides, by words (\`$contains\`) and up to three bands of length over its four tiers; LiteLLM takes one router with rules of its
own without a licence. \`heuristic_v2\`: send \`auto\`, and the proxy asks the first of its tiers that is good enough by counts fitted on your data: \`predict: { by: cohorts, calibrate: none, good_enough: { at_least, otherwise: dearest } }\`,
four models at most. Both reckon with the same floats in the same order; they differ where words touch letters beyond ASCII, and in which text is read (the proxy leaves out what a harness put into it). The artifact
is of \`TierSuccessPredictor\` at 58b92fa, types of \`classify_prompt\` at 2b30215. The file has every model by its id and every route by its name, whose fallbacks come in the router's order; cooldowns are off, since the router knows none. Prices go along
for the proxy's own accounts, \`budget_usd_per_day\` is its limit for each provider, and with \`tags\` a caller may demand models by tag.

**vllm-semantic-router.** \`envsubst '$LAB_BASE_URL' < config.yaml\` (of a provider LAB; without names it would empty what patterns have behind a $), then \`vllm-sr serve\`. \`dispatch\`: a decision for every model, by the hint that \`ask(url, body, { signals })\` of ask.mjs sends along as metadata;
on an error it sends the next model's, since the gateway itself asks nobody else, and a request without a hint meets no decision. Any router but a cascade: the gateway's own \`confidence\` climbs by log
probabilities, which is another thing. \`native\`: send \`auto\`, with what the rules read of signals as \`metadata\` (texts, 32 keys), and its decisions are the router's filters, classes and rules: patterns and
counts of \`structure\`, texts of \`metadata\`. Lengths are counted there, not by \`context\`, whose counts follow what providers bill; words are patterns of their own, since of \`keywords\` the first that matches hides the
others; letter case is spelled out, since RE2 folds beyond ASCII. It is exact where rules read metadata alone and the chain has one model. \`probes.yaml\` has the golden prompts by the decision
each must get: the gateway's own tools put it to \`/api/v1/eval\`, so that you can check our reading on yours. That reading is of vllm-project/semantic-router at 2c7b536 (structure, metadata), 43ad22f (keywords), 05950ac
(priorities) and 0066296 (config.yaml), version v0.3. Its sums (\`projections\`) are left out: what is predicted here is rounded down and looked up in a table, which no sum of weights says.

**nginx.** \`nginx -p exports/nginx -c nginx.conf -g 'daemon off;'\` (njs is the module \`libnginx-mod-http-js\`); of a provider that isn't a known one first \`envsubst '$LAB_BASE_URL'\`
over nginx.conf. Callers post chat completions to \`/v1/chat/completions\`; what else the router reads they say in the headers \`x-routelab-signals\` (a JSON object in ASCII) and
\`x-routelab-sticky-key\`, and \`x-routelab-model\` of the answer says who gave it. Our runtime decides inside nginx; the body goes on as it came but for its \`model\`, streams piece by piece, the key
from the environment in place of the caller's own. On an error the next of the chain is asked; the last one's answer is passed on whatever it is. It listens on loopback alone, since whoever reaches it
spends your keys. njs makes the router anew for every request: about 2 ms, and about a quarter of a millisecond more for each kB of router.json; its hashes are not checked there.

**haproxy.** \`haproxy -f exports/haproxy/haproxy.cfg\`, with keys in the environment and, for a provider that isn't a known one, \`LAB_ADDRESS\` as host:port (plain HTTP, under \`/v1\`). \`dispatch\`: \`ask(url, body,
{ signals })\` of ask.mjs asks whom the router says by the header \`x-routelab-model\`, and on an error the next. \`native\`: rules on the text, its length and texts in headers (\`signals.tier\` is \`x-routelab-tier\`); the upstreams get
the body as it is, so each must take the \`model\` that callers send; nobody else is asked on an error, and what HAProxy can't read is turned away (422).

**openfeature.** flags.json is for flagd; the flag's value is \`{ models }\`, to be asked one after another. \`dispatch\`: \`client.getObjectValue('model-route', { models: [] }, { route: routeName({ messages, signals }) })\`.
\`native\`: \`contextFor\` of context.mjs, given context.json once, makes the context of a request by the runtime's own features, and the flag's targeting decides; its thresholds and shares can then be
changed where flags are changed. It has rules, splits (of our hash; flagd's \`fractional\` has another, and would give other people other models), classes by rules and filters by request. A request that names no variant
gets no models.

**openrouter, tensorzero, bifrost, envoy-ai-gateway, kong.** These look into no request (OpenRouter's own \`auto\` can't be told how), so our runtime decides and \`routeName\` of route.mjs says the route; what
they get is the chain. OpenRouter: send openrouter.json's body of the route with the messages; models must be of the provider \`openrouter\`, three in a chain at most.
TensorZero: send \`tensorzero::model_name::\` and the name as \`model\`. Bifrost: send the name in the header \`x-routelab-route\`, and a \`model\` that no provider has, so that a
request without the header is an error. Addresses stand in the files of TensorZero and Bifrost as \`\${LAB_BASE_URL}\`: \`envsubst '$LAB_BASE_URL'\` fills them in.
Envoy: send the name as \`model\`; \`gateway\` names the Gateway that is there, keys are the \`apiKey\` of a Secret \`routelab-<provider>\`, which you make, and a provider that isn't a known one answers at \`\${LAB_HOST}\` under \`/v1\`,
by TLS. A route takes 15 rules. Kong (Enterprise): \`deck gateway apply kong.yaml\` with \`DECK_LAB_API_KEY\`; send the name in the header \`x-routelab-route\`, and no \`model\`. Its fallback knows some errors only.
`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** How users check their own. */
const CHECKING = `## Checking yours

\`routelab conform exports/litellm\` reads an export's files as they lie there now: router.json and the runtime beside it are run on the golden decisions, and what the target's own files
decide is read from them by our emulation. A file that was changed is named; where decisions differ, or an approximate export's file is not the one whose loss was measured, the exit
code is 3, with the first probes that differ. \`routelab conform served\` does the same with what [routelab serve](serve.md) has logged.

\`routelab conform exports/litellm --live http://127.0.0.1:4000/v1\` asks a running proxy: golden prompts (\`--limit\`, 200), one after another, with what the export says to send along, and of each
answer only whom it is from: \`x-routelab-model\` (our server, nginx), \`x-portkey-last-used-option-index\`, \`x-litellm-model-id\`, \`x-vsr-selected-model\`, else the answer's \`model\`. Prompts that no provider would
take (blank texts, images, tool messages) are left out. The agreement comes with Wilson's interval; one that differs ends with 3, and with 4 where over a tenth of the answers don't tell. These are calls: \`--yes\`, or
\`--max-cost\` above what they cost at worst, must say so. With \`--mock-upstreams 9100\` RouteLab itself stands in for every provider on that port, which the proxy's base URLs must name: nothing is spent, and the choice is
read from what is asked there. \`--key-env\` names the variable with the proxy's token.
`;
