import { UserError } from '../domain/user-error.js';
import type { ScorerDefinition, ScorerSettings } from './scorer.js';

/**
 * A scorer of the user's own: the default export of a module, `{name, version, score(recording, label, options)}`. Any further
 * option is handed to it. What it gives must be a number 0..1 or null; an exception, a promise or any other value is told
 * with the module, the query and the model, and stops the run.
 */
export const custom: ScorerDefinition = {
  name: 'custom',
  version: 1,
  needs: 'text',
  description: 'a module of your own',
  options: {
    module: { kind: 'file', holds: 'module', required: true, description: 'path of a module, e.g. scorers/mine.mjs' },
  },
  open: true,
  parts: (settings) => {
    const { name, version } = loaded(settings).module;
    return [{ type: name, version }];
  },
  create(settings) {
    const { path, module } = loaded(settings);
    const options = Object.freeze(settings.rest());
    return (recording, label) => {
      const where = `query ${recording.queryId}, model ${recording.modelId}`;
      const quality = attempted(() => module.score(recording, label, options), path, where);
      if (quality === null || (typeof quality === 'number' && quality >= 0 && quality <= 1)) return quality;
      throw new UserError({
        file: path,
        message: `the scorer ${module.name} gave no quality for ${where}`,
        value: shown(quality),
        accepted: 'a number from 0 to 1, or null',
      });
    };
  },
};

function loaded(settings: ScorerSettings) {
  const found = settings.module('module');
  if (found === undefined) throw new Error('a required option is not set');
  return found;
}

function attempted(score: () => unknown, path: string, where: string): unknown {
  try {
    return score();
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new UserError({ file: path, message: `the scorer failed for ${where}: ${what}` });
  }
}

function shown(value: unknown): string {
  if (value instanceof Promise) {
    value.catch(() => undefined);
    return 'a promise; score must answer at once';
  }
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
