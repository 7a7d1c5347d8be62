import type { Model, ModelList } from '../../domain/model.js';
import { nearest } from '../../domain/nearest.js';
import { type Problem, UserError } from '../../domain/user-error.js';
import { apis } from '../../provider/api/index.js';
import { type RecordTarget, recordTarget, variablesOf } from '../call/record-target.js';
import { type KeyedWorkspace, keysOf } from '../call/workspace-secrets.js';

/** What would stand in the way of recording, and which keys are there. A run needs none of it. */
export async function providerFindings(
  workspace: KeyedWorkspace,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly warnings: Problem[]; readonly notes: string[] }> {
  const { models } = workspace;
  const warnings = unusedProviders(models);
  const targets: RecordTarget[] = [];
  for (const model of models.models.filter((one) => isLive(one, models))) {
    try {
      targets.push(recordTarget(model, models));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      warnings.push(...error.problems);
    }
    warnings.push(...priceProblems(model, models));
  }
  const keys = await keysOf(workspace, env);
  const variables = [...new Set(targets.flatMap(variablesOf))];
  return { warnings, notes: variables.map((name) => `${name} is ${keys.read(name) === undefined ? 'not set' : 'set'}`) };
}

/** Models that are meant to be asked: all others were recorded elsewhere. */
function isLive({ provider }: Model, { providers = {} }: ModelList): boolean {
  return provider in providers || apis.some(({ name }) => name === provider);
}

function priceProblems(model: Model, { models }: ModelList): Problem[] {
  const { price, id } = model;
  if (price?.inputUsdPerMTok !== undefined && price.outputUsdPerMTok !== undefined) return [];
  return [
    {
      field: `models[${models.indexOf(model)}]`,
      message: `${id} has no price of input and output tokens: record asks it only with --allow-unpriced, outside every cap`,
    },
  ];
}

function unusedProviders({ models, providers = {} }: ModelList): Problem[] {
  const used = [...new Set(models.map(({ provider }) => provider))];
  return Object.keys(providers)
    .filter((name) => !used.includes(name))
    .map((name) => {
      const close = nearest(name, used);
      return {
        field: `providers.${name}`,
        ofKey: true as const,
        message: 'no model is of this provider',
        value: name,
        accepted: used.join(', '),
        ...(close === undefined ? {} : { nearest: close }),
      };
    });
}
