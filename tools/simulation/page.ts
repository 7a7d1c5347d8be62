import type { SimulatedScenario, SimulationResults } from '../../src/domain/simulation.js';
import { formatNumber } from '../../src/report/format.js';
import { escapeCell, head, line } from '../../src/report/markdown-text.js';
import { furtherCalls, rowName, simulationColumns, sloSentence, trafficText } from '../../src/report/simulation-view.js';
import type { AaTests } from './aa-tests.js';
import type { Anchor } from './anchors.js';
import type { Throughput } from './throughput.js';

/** What the page is made of. */
export interface SimulationFacts {
  readonly aa: readonly AaTests[];
  readonly anchors: readonly Anchor[];
  readonly results: SimulationResults;
  readonly throughput: readonly Throughput[];
}

/** docs/simulation.md: how to use it, what it assumes, and what was measured. */
export function simulationPage({ aa, anchors, results, throughput }: SimulationFacts): string {
  return `${[
    USE,
    AB,
    ...honestySection(aa),
    MODEL,
    ...anchorSection(anchors),
    ...scenarioSections(results),
    ...throughputSection(throughput),
  ].join('\n')}\n`;
}

function honestySection(aa: readonly AaTests[]): string[] {
  const experiments = aa[0]?.falsePositives.experiments ?? 0;
  const share = ({ share: value, low, high }: AaTests['falsePositives']['naive']): string =>
    `${(100 * value).toFixed(1)} % [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`;
  return [
    `A router against itself on \`ordinary-day\`, ${formatNumber(experiments, 'count')} times for each metric, level 5 %, a look every 200 visits; 95 % intervals (Wilson):`,
    '',
    ...head(['metric', 'difference to detect', 'looks', 'false positives, sequential test', 'z-test at every look'], 1),
    ...aa.map(({ metric, detect, falsePositives: { looks, sequential, naive } }) =>
      line([metric, String(detect), String(looks), share(sequential), share(naive)]),
    ),
    '',
  ];
}

function anchorSection(anchors: readonly Anchor[]): string[] {
  const inside = anchors.filter(({ theory, simulated, margin }) => Math.abs(theory - simulated) <= margin).length;
  return [
    '## Held against theory',
    '',
    'Queues whose closed forms are known (Gross, Shortle, Thompson & Harris, *Fundamentals of Queueing Theory*, 4th ed., ch. 2), simulated by the',
    'code that simulates providers: 40 seeds of 50,000 requests for each, a tenth of them warm-up, 95 % intervals over seeds. ' +
      `Of the ${anchors.length} intervals ${inside} hold the`,
    'theoretical value; those of one queue go together. Service takes 100 ms on average.',
    '',
    ...head(['queue', 'quantity', 'theory', 'simulated', 'interval'], 2),
    ...anchors.map(({ queue, quantity, theory, simulated, margin }) =>
      line([
        queue,
        quantity,
        digits(theory),
        digits(simulated),
        `[${digits(simulated - margin)}, ${digits(simulated + margin)}]`,
      ]),
    ),
    '',
    'Three laws are property tests over random tables, routes, policies, limits and faults: requests that came are requests that ended plus those',
    'under way; the time-integral of the calls at a provider is the sum of the times they spent there (Little); and without limits and',
    'faults every query has the quality, cost and latency that `run` gives it, bit for bit.',
    '',
  ];
}

function scenarioSections(results: SimulationResults): string[] {
  const { seeds, traffic, scenarios } = results;
  const requests = scenarios.reduce((sum, { rows }) => sum + (rows[0]?.metrics.requests.value ?? 0), 0) / scenarios.length;
  return [
    '## The shipped scenarios on the demo',
    '',
    `Synthetic data. The router that \`routelab run\` chooses there, ${seeds.count} seeds of about ${formatNumber(1000 * Math.round(requests / 1000), 'count')} requests, traffic drawn from ${trafficText(traffic)};`,
    '95 % intervals over seeds. Quality counts requests without an answer as 0.',
    '',
    ...scenarios.flatMap((scenario) => [...scenarioSection(scenario, results), '']),
  ];
}

function scenarioSection(scenario: SimulatedScenario, { costUnit }: SimulationResults): string[] {
  const columns = simulationColumns(scenario, costUnit);
  return [
    `### ${scenario.name}`,
    '',
    `${scenario.description} **${sloSentence(scenario)}**`,
    '',
    ...head(
      columns.map(({ title }) => escapeCell(title)),
      columns.filter(({ align }) => align === 'left').length,
    ),
    ...scenario.rows.map((row) => line(columns.map(({ of }) => escapeCell(of(row))))),
    '',
    ...scenario.rows.flatMap((row) => {
      const further = furtherCalls(row);
      return further.length === 0 ? [] : [`- ${rowName(row, scenario.rows)}: per 1,000 requests ${further.join(', ')}.`];
    }),
  ];
}

function throughputSection(rows: readonly Throughput[]): string[] {
  return [
    '## Speed',
    '',
    '`ordinary-day` with 25 times its traffic, at providers 25 times as large; one core, processor time with garbage collection. Memory follows the',
    'most requests that are under way at once, not how many there were.',
    '',
    ...head(['arm', 'requests', 'calls', 'processor seconds', 'requests a second', 'most under way'], 1),
    ...rows.map(({ arm, requests, calls, cpuSeconds, mostInFlight }) =>
      line([
        arm,
        formatNumber(requests, 'count'),
        formatNumber(calls, 'count'),
        cpuSeconds.toFixed(2),
        formatNumber(10_000 * Math.round(requests / cpuSeconds / 10_000), 'count'),
        formatNumber(mostInFlight, 'count'),
      ]),
    ),
    '',
    'This page is made by `npm run simulation`.',
  ];
}

function digits(value: number): string {
  return value.toPrecision(4);
}

const USE = `# Simulating days in production

Averages over recordings hide what hurts in production: queues, limits, outages, slow calls, prices that change, budgets that run out. \`routelab
simulate\` runs an exported router in virtual time against providers that do all that, and carries its routes out with the execution machine that
the runtime ships (\`start\` and \`next\` of \`routelab/router\`) under the router's own \`execution\` ([strategies.md](strategies.md#carrying-routes-out)), so that what is
simulated is what runs.

\`\`\`console
$ routelab init demo && cd demo
$ routelab run --quiet
$ routelab simulate outage-at-noon --seeds 5
$ routelab simulate traffic-times-ten --router exports/router --seeds 100 --dry-run
$ routelab simulate ordinary-day price-doubles --router rules-by-task --router always-medium --seeds 5 --quiet
\`\`\`

Without a name every scenario in \`scenarios/\` is played; without \`--router\` the one that the latest report chose. \`--router\` takes the path of a
router.json, a folder that holds one, or a strategy of the latest report, and may be repeated. \`reports/simulations/latest\` holds \`summary.md\` (with the course of the day) and
\`simulation.json\` (everything; \`schema/simulation.schema.json\`). \`--strict\` exits 3 where no row of a scenario keeps its promise. \`--dry-run\` checks all of it and says how
many requests that is and about how long it takes. A day of more than 20,000,000 requests is refused with a rate that would fit, and so is one with more than
250,000 requests under way at once: calls then come faster than they are ever served.

## A scenario file

\`\`\`yaml
# yaml-language-server: $schema=./node_modules/routelab/schema/scenario.schema.json
name: bad-friday
length: 24h                       # durations: 250ms, 30s, 1h30m, 2d
warm_up: 0s                       # left out of the numbers
traffic:
  arrivals: poisson               # or constant, or dataset: its own arrived_at, speed: times as fast
  requests_per_s: 0.5
  daily: [0.3, 0.3, 1.5, 1.9]     # factors in equal stretches of the day
  bursts: { factor: 3, every: 4h, for: 5m }
  sessions: { signal: session, gap: 45s }
  mix: [{ from: 18h, weights: { code: 3 } }]
providers:
  '*': { errors: 0.005, prompt_cache: { share: 0.6, ttl: 5m } }
  demo/onprem: { concurrency: 4, queue: 40, service: fitted }
  demo/frontier: { rpm: 120, tpm: 60000, burst: 10s, queue: 0 }
changes:
  - { at: 12h, for: 30m, models: demo/frontier, outage: 1 }
  - { at: 13h, for: 2h, models: demo/frontier, slow: 3, errors: 0.1, quality: 0.8 }
  - { at: 15h, models: demo/frontier, price: 2, announced: true }
  - { at: 16h, models: demo/medium, removed: true }
  - { at: 17h, for: 1h, traffic: 10 }
arms:                             # ways of carrying routes out, compared on the same requests; without arms: the router's own
  as shipped: router              # the execution in router.json
  plain: {}                       # one call after another until one answers; what is written out is all there is
  careful:
    timeout: 15s
    retries: { most: 2, wait: 500ms, factor: 2, most_wait: 8s, jitter: 0.5 }
    hedge: { after: 6s, to: next }
    breaker: { failures: 5, open: 60s }
    most_in_flight: 200
budget: { usd: 60, per: day, hard: true }
slo: { within: 8s, share: 0.95 }
\`\`\`

| what happens | how a scenario says it |
| :--- | :--- |
| independent, evenly spaced, or the dataset's own arrivals | \`arrivals: poisson\`, \`constant\`, or \`dataset\` with \`speed: 60\` (an hour a minute; over and over until the end) |
| a daily curve, bursts (a two-state Markov-modulated rate), a rush | \`daily\`, \`bursts\`, a change with \`traffic: 10\` |
| other questions in the evening | \`mix\`: from a time on, categories come so many times as often |
| an outage; a part of it; calls that hang; a brown-out | \`outage: 1\`; \`outage: 0.3\`; \`hang: 0.5\`; \`slow: 3\` with \`errors: 0.1\` |
| a model that is degraded, dearer, or switched off | \`quality: 0.8\`, \`price: 2\`, \`removed: true\`, each at a time, and \`announced: true\` where routers are told |
| a session that changes models | \`sessions\` with \`prompt_cache\`: the first call of a session to a model finds a cold cache and pays in full, the next one within \`ttl\` doesn't |
| money | \`budget\` per hour, day or month, \`hard\` where it turns requests away; a change with \`budget: 0.5\`, and \`announced: true\` where pacing routers are told that theirs changed as much |
`;

const AB = `## A/B tests before there is one

\`\`\`console
$ routelab ab always-frontier rules-by-task --metric cost --detect 0.2 --guard quality=0.03 --guard availability=0.01
\`\`\`

plans a test of two routers and simulates it, both at the same providers on the same days. \`--scenario\` chooses the day, \`--arm\` one of its ways of carrying routes out
(without it each router's own). \`reports/ab/latest\` holds \`summary.md\` and \`ab.json\` (\`schema/ab.schema.json\`); \`--out\` puts them elsewhere, \`--json\` prints them.

- **Plan**: visits in each arm, and days, until a difference of \`--detect\` shows with \`--power\`, for one look at the end and for looking all the time.
- **Test**: the mixture sequential probability ratio test (Johari, Koomen, Pekelis & Walsh 2022, *Always valid inference*), looked at every
  \`--look\` visits after a hundred in each arm. It ends when the metric is decided and every guard is clear, or when a guard is broken. An interval is
  what the intervals of all looks so far have in common, so what one look has settled stays settled.
- **Days**: a test goes on, day after day with new visits, until it has ended, at most as many days as the plan needs (14), or \`--days\`. Every day begins with empty
  queues, full buckets and a new budget; what routers remember goes on.
- **False positives**: A against itself, \`--aa-tests\` times with another assignment each, by this test and by a z-test at every look.
- **Assignment** is by visit, sticky: MurmurHash3 (x86_32) of \`k:visit-<n>\`, seeded by that of \`--salt\` (seed 0), below \`--share\` of 2³² is B. It is what the policy \`split\`
  does in production with the session's key, so a session stays in its arm; another salt is another, independent assignment.
- A visit counts once, with the mean over its requests; those of the warm-up are left out. The spread of shares (all metrics but cost) has a 0 and a 1 added in
  each arm (Agresti & Caffo 2000), so a share that was always 1 is not taken for certain, and its guard is cleared in time. Costs that vary in
  neither arm are not looked at.
- Routers that remember learn from their own visits alone, each side with a memory and breakers of its own. Their visits then depend on each other, which the test does not
  know: the output says so, and its verdict is of these days rather than promised at its level.
`;

const MODEL = `## What is assumed

- **Luck is keyed, not drawn in turn.** Every draw is a hash of the seed, its purpose and whom it concerns. All rows and scenarios of one seed meet the
  same requests with the same luck, so differences between rows are paired and show what was done, not who was lucky. Intervals are Student's
  t over seeds; with fewer than five there are none, and no promise is decided.
- **Traffic** is queries of the test part, by their weights; of all parts where there is none (cross-fitting, no split), which the output calls
  in-sample. Poisson and evenly spaced arrivals follow the rate by time change, so the n-th visit is
  the same one at any rate. A session's next query comes when the last was answered and its user has thought for a while.
- **A call** reads a recording of its query: quality, cost and, unless the scenario says otherwise, latency. Requests draw which sample; a retry and a
  hedged call read the next one (with one sample a query, the same again, where \`run\` says missing).
  \`fitted\` times are time to first token plus a time a token, by least squares, times a recorded deviation from that line; the fit and its
  error are in the summary.
- **Providers** serve so many calls at once, let so many wait in order of arrival, and take requests and tokens from buckets that are full at
  first. Whatever finds no room is rejected after \`reject_after\` (50ms).
- **A call that is given up** leaves the queue; once begun it runs to its end, keeps its place, and is paid in full. Calls that fail by the scenario's
  doing are not billed; recorded errors cost what they cost.
- **Errors** are retried where the arm says so, but not when the model is gone or its breaker is open. The breaker counts failures and timeouts in a row
  over all requests of a row, then lets one call try.
- **Routers** decide when a request arrives; their measured time comes on top. They are told only what is \`announced\`: prices, models
  that are gone or down altogether, and by what factor budgets changed, which [pace](strategies.md#pace) takes for its own. Routers that remember (pacing, sticking to a model) are told that a request was routed at once, what it cost when
  it is over, and its rating after the experiment's \`online.feedback\` delay, as replay tells them; a test holds the two equal.
- **A prompt cache** saves, on a session's next call to the model of an earlier one, a share of the input tokens at the difference of the two prices. A
  model without a cached price saves nothing. Routers see none of it; \`stick\` keeps a session on its model.
- **Budgets** are spent when calls begin. A hard one turns requests away from then until its next period; calls under way go on, so it may be
  exceeded by those.
- **What is not there** is not guessed: a request whose recording is missing ends as *missing* and is left out of the shares.
`;
