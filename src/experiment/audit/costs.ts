import { counted } from '../../domain/measured-text.js';
import { COST_SOURCE, type OutcomeTable, rowsOfModel } from '../../domain/outcome-table.js';
import type { Audit } from '../../domain/results.js';
import { pricedModels } from '../complete-rows.js';
import { type AuditRule, type DataAuditInput, note, warn } from './audit.js';

/** Prices that are missing or zero, and costs that don't fit them. */
export const costs: AuditRule = {
  of: 'data',
  definitions: [
    {
      id: 'cost_by_calls',
      level: 'note',
      looksFor: 'No prices: cost is counted in calls of one model, not in USD.',
      blindTo: '—',
    },
    {
      id: 'calls_of_one_model',
      level: 'warn',
      looksFor: 'Cost counted in calls of one model where three or more compete: calls of all others count as nothing.',
      blindTo: 'Which of the others is dearer.',
    },
    {
      id: 'price_missing',
      level: 'warn',
      looksFor: 'A model with neither a price nor given costs: rows that use it show no cost.',
      blindTo: 'A price that is there and wrong.',
    },
    {
      id: 'price_zero',
      level: 'warn',
      looksFor:
        'A price of 0, or given costs that are all 0: a free model wins every comparison of cost (an unknown price was taken as 0 in RouterArena and LLMRouterBench).',
      blindTo: 'Prices that are small and wrong. A model that really is free is named all the same.',
    },
    {
      id: 'cost_mismatch',
      level: 'warn',
      looksFor:
        'Given costs whose median is more than 1 % off what tokens and prices come to (the price table of RouterBench is ten times too low).',
      blindTo: 'Models without a price or without tokens.',
    },
    {
      id: 'cost_estimated',
      level: 'warn',
      looksFor: 'Costs priced from tokens that an importer estimated from the texts.',
      blindTo: 'How far off the estimates are.',
    },
  ],
  find: (input) => {
    const { bench, load } = input;
    const { cost } = bench.experiment;
    const unpriced = bench.table.modelIds.filter((_, model) => pricedModels(bench.means)[model] !== true);
    return [
      ...(cost.by === 'calls'
        ? callsOf(cost.model, bench.compared.length)
        : [
            ...unpriced.map((id) =>
              warn('price_missing', `${id} has no price and no given costs: rows that use it show no cost`),
            ),
            ...zeroPrices(input),
            ...estimates(bench.table),
          ]),
      ...load.costMismatch.map(({ modelId, factor, total, n }) =>
        warn(
          'cost_mismatch',
          `${modelId}: given costs are ${times(factor)} what its tokens and prices come to (median of ${counted(n, 'call')}; ${times(total)} in all); the given ones are used`,
        ),
      ),
    ];
  },
};

function times(factor: number): string {
  return `${Number(factor.toPrecision(3))} ×`;
}

/** Costs that rest on guessed tokens. */
function estimates({ costSource }: OutcomeTable): Audit[] {
  let estimated = 0;
  for (const source of costSource) if (source === COST_SOURCE.estimated) estimated++;
  if (estimated === 0) return [];
  const of = estimated === costSource.length ? 'all costs' : `${estimated} of ${costSource.length} costs`;
  return [warn('cost_estimated', `${of} are estimates: their tokens come from a rule, not from the provider`)];
}

function zeroPrices({ bench: { table, models } }: DataAuditInput): Audit[] {
  return table.modelIds.flatMap((id, model) => {
    const { inputUsdPerMTok: input, outputUsdPerMTok: output } = models.find((one) => one.id === id)?.price ?? {};
    const sides = [...(input === 0 ? ['input'] : []), ...(output === 0 ? ['output'] : [])];
    if (sides.length > 0) return [warn('price_zero', `${id}: the price of its ${sides.join(' and ')} is 0; is it free?`)];
    const costed = rowsOfModel(table, model).filter((row) => table.unbilled[row] === 0 && !Number.isNaN(table.costPico[row]));
    return costed.length > 0 && costed.every((row) => table.costPico[row] === 0)
      ? [warn('price_zero', `${id}: every given cost is 0; is it free?`)]
      : [];
  });
}

function callsOf(model: string, compared: number): Audit[] {
  return [
    note('cost_by_calls', `no prices: cost counts calls of ${model}, not USD`),
    ...(compared > 2
      ? [
          warn(
            'calls_of_one_model',
            `calls of the ${compared - 1} models besides ${model} count as nothing: cost doesn't tell them apart, and savings are calls of ${model} alone`,
          ),
        ]
      : []),
  ];
}
