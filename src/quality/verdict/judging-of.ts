import type { JudgeKind } from '../../domain/judged.js';
import { UserError } from '../../domain/user-error.js';
import type { ScorerSettings } from '../scorer.js';
import type { Judging } from './judging.js';
import { checkTemplate, defaultTemplate } from './template.js';

/**
 * What the options of a judge ask for.
 *
 * @throws UserError for options that don't go together, or a prompt that lacks what its kind needs
 */
export function judgingOf(settings: ScorerSettings): Judging {
  const { field } = settings;
  const kind = settings.choice('kind') as JudgeKind;
  const baseline = settings.text('baseline') ?? null;
  const rubric = settings.text('rubric') ?? null;
  if ((kind === 'pairwise') !== (baseline !== null))
    throw new UserError(
      baseline === null
        ? { field: `${field}.baseline`, message: 'missing', accepted: 'the model whose answers all others are compared with' }
        : { field: `${field}.baseline`, message: 'is for kind: pairwise', value: baseline },
    );
  const template = templateOf(settings, kind, rubric !== null);
  return { field, modelId: settings.text('model') ?? '', kind, baseline, rubric, samples: settings.number('samples'), template };
}

function templateOf(settings: ScorerSettings, kind: JudgeKind, hasRubric: boolean): string {
  const { field } = settings;
  const own = settings.text('prompt');
  const file = settings.textFile('prompt_file');
  if (own !== undefined && file !== undefined)
    throw new UserError({
      field: `${field}.prompt_file`,
      message: 'there is a prompt already',
      accepted: 'prompt or prompt_file',
    });
  if (own !== undefined) return checkTemplate(own, kind, hasRubric, `${field}.prompt`);
  if (file !== undefined) return checkTemplate(file.text, kind, hasRubric, `${field}.prompt_file`);
  return defaultTemplate(kind, hasRubric);
}
