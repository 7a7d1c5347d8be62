import { routellm } from '../../src/dataset/importer/routellm.js';
import { importSettings } from '../../src/dataset/importer/source/import-settings.js';
import type { Recording } from '../../src/domain/recording.js';
import { createScorer } from '../../src/quality/index.js';
import { type Extraction, extractNumber } from '../../src/quality/text/final-number.js';

/** An answer on which scorer and recorded flag differ. */
export interface Disagreement {
  readonly queryId: string;
  readonly extracted: number | undefined;
  readonly gold: string;
  readonly flag: boolean;
  /** What the source's rule (last_digits) reads. */
  readonly sourceRead: number | undefined;
  readonly reason: string;
}

export interface Agreement {
  readonly modelId: string;
  readonly n: number;
  readonly disagreements: readonly Disagreement[];
}

/** Agreement of the numeric scorer with RouteLLM's GSM8K flags, by model. */
export async function scorerAgreement(folder: string, extraction: Extraction): Promise<readonly Agreement[]> {
  const { score } = createScorer({ type: 'numeric', extract: extraction });
  const gold = new Map<string, number | string>();
  const models = new Map<string, { n: number; disagreements: Disagreement[] }>();
  const options = importSettings(routellm, { 'keep-contaminated': true });
  const parseYaml = () => null;
  for await (const item of routellm.read({ path: folder, set: 'gsm8k', options, parseYaml })) {
    if (item.kind === 'query') gold.set(item.query.id, item.label.reference as number | string);
    if (item.kind !== 'recording') continue;
    const { queryId, modelId, quality } = item.recording;
    const model = models.get(modelId) ?? { n: 0, disagreements: [] };
    models.set(modelId, model);
    model.n++;
    const reference = gold.get(queryId) ?? '';
    if (score(item.recording, { reference }) !== quality)
      model.disagreements.push(explain(item.recording, reference, extraction));
  }
  return [...models].map(([modelId, model]) => ({ modelId, ...model }));
}

function explain(recording: Recording, reference: number | string, extraction: Extraction): Disagreement {
  const text = recording.answer?.text ?? '';
  const extracted = extractNumber(text, extraction, 'number');
  const sourceRead = extractNumber(text, 'last_digits', 'number');
  const row = { queryId: recording.queryId, extracted, gold: String(reference), flag: recording.quality === 1, sourceRead };
  return { ...row, reason: reasonOf(text, row) };
}

function reasonOf(text: string, { extracted, gold, flag, sourceRead }: Omit<Disagreement, 'reason'>): string {
  const last = extractNumber(text, 'last', 'number');
  if (extracted !== undefined && flag && extracted === -Number(gold)) return 'the answer is negative; the source read no sign';
  if (last !== undefined && last === extracted && new RegExp(`\\.0*${sourceRead}\\D*$`).test(text)) {
    return flag
      ? 'the answer has decimals; the source read only those'
      : 'right, but written with .00; the source read only the zeros';
  }
  if (last !== extracted) return 'the source read a number after the one that is stated as the answer';
  return 'the source read only the last digits of what is one number';
}
