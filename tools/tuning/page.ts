import type { Results, SearchSummary } from '../../src/domain/results.js';
import { formatEstimate, formatP, formatPoints } from '../../src/report/format.js';
import { searchViews } from '../../src/report/search-view.js';
import type { TuningCase } from './cases.js';

/** One tuning of a case, done twice. */
export interface TuningRun {
  readonly of: TuningCase;
  readonly method: string;
  readonly results: Results;
  /** Results and trace of both times were the same bytes. */
  readonly same: boolean;
}

const HEAD = `# What tuning flatters, measured

Made by \`npm run tuning\` from the public data beside the project (\`tools/tuning/cases.ts\` has experiments and strategies). Each
strategy is a rule list over keywords and prompt length whose words, thresholds and models are ranges; every search tries 600
candidates, chooses by the one-standard-error rule, and is judged once on a test part that it never saw. Everything is done twice
from scratch: the results and the whole trace must come to the same bytes.

*Promised* is the validation part's number for the chosen candidate, *given* the test part's. *Flattered by* is their difference with
its 95 % interval, which holds the noise of both parts; *expected* is what the bootstrap says that choosing alone flatters.
*p* asks whether the chosen candidate beats the reference, corrected for all candidates looked at (max-statistic).
`;

/** The page of some runs. */
export function tuningPage(runs: readonly TuningRun[]): string {
  const cases = [...new Set(runs.map((run) => run.of))];
  return `${HEAD}${cases
    .map((one) =>
      caseText(
        one,
        runs.filter((run) => run.of === one),
      ),
    )
    .join('')}`;
}

function caseText({ title, strategyName }: TuningCase, runs: readonly TuningRun[]): string {
  const rows = runs.map((run) => rowText(run, strategyName));
  const best = runs[0];
  const facts = best === undefined ? [] : (searchViews(best.results)[0]?.facts ?? []);
  return [
    `\n## ${title}\n`,
    '| method | on validation | promised | given | flattered by, points | expected, points | best single, given | p | same bytes |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...rows,
    `\nThe ${best?.method} search in the report's words:\n`,
    ...facts.map(({ term, text }) => `- **${term}**: ${text}`),
    '',
  ].join('\n');
}

function rowText({ method, results, same }: TuningRun, strategyName: string): string {
  const search = results.search[0] as SearchSummary;
  const given = results.rows.find(({ strategy }) => strategy === `${strategyName}.tuned`)?.metrics['quality.mean'];
  const single = results.rows.find(({ id }) => id === `single:${results.headroom.bestSingle.modelId}`)?.metrics['quality.mean'];
  const { observed, expected } = search.optimism;
  const p = search.maxStatistic === null ? '—' : formatP({ pValue: search.maxStatistic.chosen.pAdjusted });
  return `| ${[
    method,
    `${search.tried.onValidation} of ${search.tried.candidates}`,
    formatEstimate(search.chosen.quality, 'fraction'),
    given === undefined ? '—' : formatEstimate(given, 'fraction'),
    formatPoints(observed.quality),
    formatPoints({ ...expected.quality, low: null, high: null }),
    single === undefined ? '—' : formatEstimate(single, 'fraction'),
    p,
    same ? 'yes' : 'NO',
  ].join(' | ')} |`;
}
