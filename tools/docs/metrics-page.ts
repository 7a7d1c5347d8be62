import { metricDefinitions } from '../../src/metric/index.js';
import { controls } from '../../src/replay/control/index.js';

/** docs/metrics.md, from the definitions the code itself carries. */
export function metricsPage(): string {
  return `# Metrics

Made from the code's own definitions by \`npm run docs\`; a test holds this page to it.

| metric | name in results.json | definition | source |
| --- | --- | --- | --- |
${metricDefinitions.map(({ title, name, definition, source }) => `| ${title} | \`${name}\` | ${definition} | ${source} |`).join('\n')}

Sweeps between the weak and the strong model carry \`apgr\` (area under quality over the strong share, between weak and strong; every distinct
score moves the threshold), \`apgrQuantile\` (RouteLLM's own 11 thresholds), \`cpt50\` and \`cpt80\` (least strong share that recovers 50 % and 80 % of the
gap, by first crossing of the monotone envelope). Source: RouteLLM (arXiv 2406.18665), evals/benchmarks.py.

## Promises and tasks

- **Calibration** (\`reliability\` of a row that predicts): predicted quality of the model asked first beside what it then was, in ten bins of
  equal width. Expected calibration error: Σ bins' weight · |mean predicted − mean real| ÷ Σ weight. Source: Naeini, Cooper & Hauskrecht (2015).
- **Confusion** (\`confusions\` of a row that classifies; one each for category and difficulty): labelled queries of the reported part by label
  and class, with their share of all labelled ones by traffic weight. Right is the label where the pipeline has a class of that name, else its
  \`otherwise\`. \`total.right\` is the share in their right class.
- **What a confusion cost** is counterfactual: the same router with its classify policies told the right class, replayed on the same recordings.
  \`quality\` and \`cost\` are the mean of what the row did less what it would have done: of a cell per query of the cell, of \`total\` per
  labelled query, queries in their right class at 0. A quality below 0 was lost by the confusion, a cost above 0 was spent on it. Percentile
  intervals from at most 500 resamples of groups; none under 20 queries.

- **Do cascades pay?** (\`beforehand\` of a row that escalates): quality and cost of the cascade less those of the best routing before the call
  over the same models, paired on the same queries with the usual intervals. That is the concave envelope (RouterBench's non-decreasing
  hull) of the single models and of the compared routers that ask one model, read at the cascade's cost: one row, or two neighbours mixed at random.
  It is found on the reported part itself, which flatters the routing and not the cascade. A cascade cheaper or dearer than every such
  routing is held against its cheapest or best, and the costs then differ.

## Controls

| in \`baselines\` | what it shows |
| --- | --- |
${controls.map(({ name, title }) => `| \`${name}\` | ${title} |`).join('\n')}

## How sure

- **Intervals** come from a paired Poisson bootstrap over groups: the same resamples for every row, weights from a hash of
  (seed, group, replicate), so the same inputs give the same interval on any machine. Which method turns the resamples of which number
  into an interval, and how often those cover the truth, is in [inference.md](inference.md).
- **Tests** against the reference: McNemar's exact test where every group is one right-or-wrong answer, sign flips of groups otherwise;
  Holm-corrected over everything that competes. The smallest difference the set could have shown (two-sided 5 %, power 80 %) stands beside them.
- **Missing**: headline numbers use the queries that are complete for every model, one denominator for all rows; each row also carries its
  own coverage and the bounds with the missing ones at 0 and at 1. Below 99 % coverage a candidate can't be chosen.
- **The choice** is made on the validation part: constraints first, then the objective. A tie is said when the paired interval of the objective's
  difference contains 0, and the cheaper one is suggested. The test part is looked at once, and confirms or contradicts.
- **best N %** is the share of resamples of the *reported* queries in which a router has the best objective among those whose *point values*
  there meet every constraint (0 % for one that doesn't, equal ones share, the cross-fitted procedure takes no part). The choice rests on *bounds*
  on *other* queries, so the two can point at different rows: a router that does well on test may have been undecided on validation. It is not
  a reason to ship that one, since test would then have chosen; the report says in one sentence why it wasn't taken.
- **Counted in calls** (\`cost: { by: calls, model }\`), cost is the number of calls of one model, and the column beside it says how many times fewer
  of them are made than by the reference. Calls of all other models count as nothing; with three or more models an audit warns of it.
- **Strong and weak**, unless \`pair:\` names them, are the best single model and the cheapest one on the part that decides; without prices, or counted in
  calls, the best and the worst.
`;
}
