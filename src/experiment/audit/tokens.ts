import { counted } from '../../domain/measured-text.js';
import type { Price } from '../../domain/model.js';
import { COST_SOURCE, type OutcomeTable, PICO_PER_USD, type Reals, rowsOfModel } from '../../domain/outcome-table.js';
import type { Audit } from '../../domain/results.js';
import { DEFAULT_INPUT } from '../../router/config.js';
import { featureColumn } from '../../router/feature/index.js';
import { type AuditRule, type DataAuditInput, percent, warn } from './audit.js';

/** Calls below which a column says nothing. */
const LEAST_CALLS = 20;
/** Code points per token that texts of any usual tokenizer lie within. */
const PLAUSIBLE = [1, 12] as const;
/** Shorter texts are mostly overhead of the call. */
const LEAST_TEXT = 200;
/** A given cost within this of a price computed one way or the other is taken for it. */
const CLOSE = 0.01;

/** Token counts that can't be what the provider counted, and reasoning tokens nobody paid for. */
export const tokens: AuditRule = {
  of: 'data',
  definitions: [
    {
      id: 'constant_tokens',
      level: 'warn',
      looksFor:
        'A model whose every call reports the same input (or output) token count, over at least 20 calls: a placeholder, and the cost made from it fiction (RouterArena #191).',
      blindTo: 'Placeholders of two or more values, and estimates from the text.',
    },
    {
      id: 'implausible_tokens',
      level: 'warn',
      looksFor:
        'More than half of the calls with texts of at least 200 code points have fewer than 1 or more than 12 code points per token: tokens that belong to another text, or texts that are not what was sent.',
      blindTo:
        'Counts wrong by less than a factor of about three; short texts. Some scripts on old tokenizers do need more than a token a character.',
    },
    {
      id: 'unbilled_reasoning',
      level: 'warn',
      looksFor:
        'Reasoning tokens that no cost covers: more of them than output tokens that should include them, or given costs that fit the price of the visible output alone (RouterArena #137: 8.6 M tokens).',
      blindTo: 'Reasoning whose tokens were not recorded.',
    },
  ],
  find: (input) => {
    const { table, models, batch } = input.bench;
    const prompts = promptTexts(batch);
    return table.modelIds.flatMap((id, model) => {
      // Tokens that came from a rule are told as such: that they repeat, or don't fit, is no news.
      const calls = rowsOfModel(table, model).filter((row) => table.costSource[row] !== COST_SOURCE.estimated);
      const price = models.find((one) => one.id === id)?.price;
      return [
        ...constant(id, calls, table.inputTokens, 'input'),
        ...constant(id, calls, table.outputTokens, 'output'),
        ...implausible(id, inputRatios(input, model, prompts), 'input', 'prompt'),
        ...implausible(id, outputRatios(table, calls), 'output', 'answer'),
        ...unbilledReasoning(table, id, calls, price),
      ];
    });
  },
};

/** Code points of everything a call sends, by query; NaN where parts other than text were sent too. */
function promptTexts(batch: DataAuditInput['bench']['batch']): Float64Array {
  const lengths = featureColumn(batch, 'prompt.code_points', { ...DEFAULT_INPUT, text: 'all' });
  return lengths.map((length, query) => {
    const parts = batch.messages(query).flatMap(({ content }) => (typeof content === 'string' ? [] : (content ?? [])));
    return parts.some(({ type }) => type !== 'text') ? Number.NaN : length;
  });
}

function constant(id: string, calls: readonly number[], column: Reals, side: string): Audit[] {
  const known = calls.map((row) => column[row] as number).filter((value) => !Number.isNaN(value));
  if (known.length < LEAST_CALLS || known.some((value) => value !== known[0])) return [];
  return [warn('constant_tokens', `${id}: every call reports ${known[0]} ${side} tokens; costs made from them can't be trusted`)];
}

/** Code points per input token of a model's calls with long prompts. */
function inputRatios({ bench: { table } }: DataAuditInput, model: number, prompts: Float64Array): number[] {
  const ratios: number[] = [];
  prompts.forEach((length, query) => {
    if (!(length >= LEAST_TEXT)) return;
    const cell = query * table.modelIds.length + model;
    for (let row = table.cellOffsets[cell] as number; row < (table.cellOffsets[cell + 1] as number); row++) {
      if (table.costSource[row] === COST_SOURCE.estimated) continue;
      const ratio = length / (table.inputTokens[row] as number);
      if (!Number.isNaN(ratio)) ratios.push(ratio);
    }
  });
  return ratios;
}

/** Code points per visible output token of long answers. */
function outputRatios(table: OutcomeTable, calls: readonly number[]): number[] {
  return calls.flatMap((row) => {
    const length = table.answerLength[row] as number;
    if (!(length >= LEAST_TEXT)) return [];
    const reasoning = table.reasoningTokens[row] as number;
    const ratio = length / ((table.outputTokens[row] as number) - (Number.isNaN(reasoning) ? 0 : reasoning));
    return Number.isNaN(ratio) ? [] : [ratio];
  });
}

function implausible(id: string, ratios: readonly number[], side: string, text: string): Audit[] {
  const far = ratios.filter((ratio) => ratio < PLAUSIBLE[0] || ratio > PLAUSIBLE[1]).length;
  if (ratios.length < LEAST_CALLS || far <= ratios.length / 2) return [];
  const median = [...ratios].sort((a, b) => a - b)[Math.floor(ratios.length / 2)] as number;
  const hidden = side === 'output' && median < PLAUSIBLE[0] ? '; reasoning that is not told apart does that' : '';
  return [
    warn(
      'implausible_tokens',
      `${id}: ${side} tokens don't fit the ${text}s: ${percent(far / ratios.length)} of ${ratios.length} long ones lie outside ${PLAUSIBLE[0]}–${PLAUSIBLE[1]} code points per token (median ${Number(median.toPrecision(2))}${hidden})`,
    ),
  ];
}

function unbilledReasoning(table: OutcomeTable, id: string, calls: readonly number[], price: Price | undefined): Audit[] {
  const thinking = calls.filter((row) => (table.reasoningTokens[row] as number) > 0);
  const beyond = thinking.filter((row) => (table.reasoningTokens[row] as number) > (table.outputTokens[row] as number)).length;
  const uncharged = thinking.filter((row) => isUncharged(table, row, price)).length;
  return [
    ...(beyond > 0
      ? [
          warn(
            'unbilled_reasoning',
            `${id}: ${counted(beyond, 'call reports', 'calls report')} more reasoning than output tokens; output tokens should include them, and are what is priced`,
          ),
        ]
      : []),
    ...(uncharged > thinking.length / 2
      ? [
          warn(
            'unbilled_reasoning',
            `${id}: the given costs of ${uncharged} of ${thinking.length} calls with reasoning fit the visible output alone; the reasoning tokens are not in them`,
          ),
        ]
      : []),
  ];
}

/** Whether a given cost fits the tokens without the reasoning, and not with it. */
function isUncharged(table: OutcomeTable, row: number, price: Price | undefined): boolean {
  const { inputUsdPerMTok: inputPrice, outputUsdPerMTok: outputPrice } = price ?? {};
  if (table.costSource[row] !== COST_SOURCE.given || inputPrice === undefined || outputPrice === undefined) return false;
  const perToken = PICO_PER_USD / 1e6;
  const reasoning = (table.reasoningTokens[row] as number) * outputPrice * perToken;
  const whole = ((table.inputTokens[row] as number) * inputPrice + (table.outputTokens[row] as number) * outputPrice) * perToken;
  const cost = table.costPico[row] as number;
  const fits = (expected: number): boolean => Math.abs(cost - expected) <= CLOSE * expected;
  return fits(whole - reasoning) && !fits(whole);
}
