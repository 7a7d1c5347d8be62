import type { Estimate } from '../domain/estimate.js';
import type { BudgetKept, Online, ResultRow, Results } from '../domain/results.js';
import { DASH, formatCount, formatEstimate, formatNumber, formatShare, MINUS } from './format.js';

/** A table of texts; the first column names the row. */
export interface OnlineTable {
  readonly title: string;
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What strategies with a memory did while they ran, ready to print. */
export interface OnlineView {
  readonly sentences: readonly string[];
  readonly tables: readonly OnlineTable[];
}

type Walked = ResultRow & { readonly online: Online };

/** Null where no row keeps a state. */
export function onlineView(results: Results): OnlineView | null {
  const rows = results.rows.filter((row): row is Walked => row.online !== undefined);
  const first = rows[0];
  if (first === undefined) return null;
  return {
    sentences: [
      protocolSentence(first.online),
      ...(rows.some(({ online }) => online.regret !== undefined) ? [feedbackSentence(first.online)] : []),
    ],
    tables: [budgetTable(rows), regretTable(rows), reactionTable(rows)].filter(({ rows: lines }) => lines.length > 0),
  };
}

function protocolSentence({ walks, blocks, requests }: Online): string {
  return `Each is a mean over ${walks} walks through ${formatCount(requests)} requests in their order of arrival; intervals are over walks and ${blocks} blocks of whole sessions.`;
}

function feedbackSentence({ feedback }: Online): string {
  const { from, delayQueries, delaySeconds, noise, rate } = feedback;
  const source = {
    gold: 'Ratings are the scored qualities themselves, which production does not have: what is learned from them is a best case',
    judge: 'Ratings are the recorded judge’s scores',
    user: 'Ratings are thumbs, up where the quality is at least a half',
  }[from];
  const limits = [
    ...(delayQueries > 0 ? [`known ${formatCount(delayQueries)} requests later`] : []),
    ...(delaySeconds > 0 ? [`known ${delaySeconds} s after the answer`] : []),
    ...(noise > 0 ? [`turned round with chance ${noise}`] : []),
    ...(rate < 1 ? [`given for ${formatShare(rate)} of answers`] : []),
  ];
  return `${[source, ...limits].join(', ')}.`;
}

function budgetTable(rows: readonly Walked[]): OnlineTable {
  return {
    title: 'Budgets',
    caption:
      'Mean over windows. The optimum is the best mean quality that knowing every outcome could buy within the same budgets (fractional knapsack): an upper bound. Intervals of quality, here over walks and blocks of sessions, are over groups of queries in the comparison; money over fewer than four windows has none.',
    columns: ['strategy', 'budget', 'windows', 'spent', 'overspend', 'unspent', 'quality', 'optimum', 'of the optimum'],
    rows: rows.flatMap(({ label, online: { budget, quality, requests } }) =>
      budget === undefined
        ? []
        : [
            [
              label,
              budgetText(budget, requests),
              formatCount(budget.windows),
              formatEstimate(budget.spent, 'usd'),
              formatEstimate(budget.overspend, 'usd'),
              formatEstimate(budget.unspent, 'usd'),
              formatEstimate(quality, 'fraction'),
              formatEstimate(budget.optimum, 'fraction'),
              percent(budget.ofOptimum),
            ],
          ],
    ),
  };
}

/** Where fewer requests came than the windows hold, the last window has its share of the budget: what that makes a window. */
function budgetText({ usd, per, queries, windows }: BudgetKept, requests: number): string {
  if (queries === null) return `${formatNumber(usd, 'usd')} a ${per}`;
  const text = `${formatNumber(usd, 'usd')} over ${formatCount(queries)} requests`;
  if (requests >= windows * queries) return text;
  const share = formatNumber((usd * requests) / (windows * queries), 'usd');
  return `${text}, in proportion ${share}${windows === 1 ? '' : ' a window'} for the ${formatCount(requests)} that came`;
}

function regretTable(rows: readonly Walked[]): OnlineTable {
  return {
    title: 'Learning on the way',
    caption:
      'Regret is summed over the stream against the fixed model that was best in hindsight, behind the same filters; below 0 the strategy did better. Reward is quality − per USD · cost.',
    columns: ['strategy', 'per USD', 'best fixed', 'its reward', 'reward', 'regret after a half', 'regret'],
    rows: rows.flatMap(({ label, online: { regret } }) =>
      regret === undefined
        ? []
        : [
            [
              label,
              String(regret.perUsd),
              regret.bestFixed,
              formatEstimate(regret.fixedReward, 'fraction'),
              formatEstimate(regret.reward, 'fraction'),
              sum(regret.curve[Math.floor((regret.curve.length - 1) / 2)]?.cumulative ?? regret.cumulative),
              sum(regret.cumulative),
            ],
          ],
    ),
  };
}

function reactionTable(rows: readonly Walked[]): OnlineTable {
  return {
    title: 'A model gets worse',
    caption:
      'Another replay, in which a model’s qualities are multiplied from a point on. Shares of requests are those of the last quarter before and of the last quarter after.',
    columns: [
      'strategy',
      'model',
      'from, factor',
      'share before',
      'share after',
      'requests to half of it',
      'quality since',
      'best fixed since',
    ],
    rows: rows.flatMap(({ label, online: { reaction, walks } }) =>
      reaction === undefined
        ? []
        : [
            [
              label,
              reaction.modelId,
              `${formatShare(reaction.from)}, × ${reaction.factor}`,
              percent(reaction.before),
              percent(reaction.after),
              reaction.requestsToHalf.value === null
                ? 'never'
                : `${sum(reaction.requestsToHalf)}, in ${reaction.requestsToHalf.n} of ${walks} walks`,
              formatEstimate(reaction.quality, 'fraction'),
              formatEstimate(reaction.fixedQuality, 'fraction'),
            ],
          ],
    ),
  };
}

function percent({ value, low, high }: Estimate): string {
  const one = (share: number | null): string => formatShare(share);
  return low === null || high === null ? one(value) : `${one(value)} [${one(low)}, ${one(high)}]`;
}

/** A sum of rewards or requests with its interval. */
function sum({ value, low, high }: Estimate): string {
  const one = (total: number | null): string => (total === null ? DASH : total.toFixed(1).replace('-', MINUS));
  return low === null || high === null ? one(value) : `${one(value)} [${one(low)}, ${one(high)}]`;
}
