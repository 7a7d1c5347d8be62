import { existsSync } from 'node:fs';
import { type RecordingCounter, recordingCounter } from '../../recording/recording-counts.js';
import { verdictsDir } from '../../recording/recording-file.js';
import { storedRecordings } from '../../recording/stored-recordings.js';
import type { ModelRecordings } from './model-recordings.js';
import type { OpenedRecordings } from './open-recordings.js';
import { judgePanels } from './verdict-keys.js';

/** What is counted of one judge. */
interface Judge {
  readonly counter: RecordingCounter;
  readonly keys: Set<string>;
  readonly queries: Set<string>;
  samples: number;
}

/** Counts the verdicts of each judge: those of the experiment in its order, then all others. */
export async function verdictStats(opened: OpenedRecordings, onTorn: () => void): Promise<ModelRecordings[]> {
  const wanted = new Map<string, Set<string>>();
  for (const { judge, answers } of await judgePanels(opened)) {
    const keys = wanted.get(judge.id) ?? new Set();
    for (const { key } of answers.flatMap(({ calls }) => calls)) keys.add(key);
    wanted.set(judge.id, keys);
  }
  const { models } = opened;
  const prices = new Map([...models.models, ...(models.judges ?? [])].map(({ id, price }) => [id, price]));
  const started = (id: string): Judge => ({
    counter: recordingCounter(prices.get(id)),
    keys: new Set(),
    queries: new Set(),
    samples: 0,
  });
  const judges = new Map([...wanted.keys()].map((id) => [id, started(id)]));
  const folder = verdictsDir(opened.dir);
  if (!existsSync(folder)) return [...judges].map(([id, judge]) => heldAgainst(id, wanted.get(id), judge));
  for await (const { recording, text } of storedRecordings(folder, onTorn)) {
    const { modelId, queryId, sample, key } = recording;
    const judge = judges.get(modelId) ?? started(modelId);
    judges.set(modelId, judge);
    // A verdict's cell is its request.
    judge.counter.add({ ...recording, queryId: key ?? '', sample: 0 }, text);
    judge.keys.add(key ?? '');
    judge.queries.add(queryId);
    judge.samples = Math.max(judge.samples, sample + 1);
  }
  return [...judges].map(([id, judge]) => heldAgainst(id, wanted.get(id), judge));
}

function heldAgainst(modelId: string, wanted: ReadonlySet<string> | undefined, judge: Judge): ModelRecordings {
  const { counter, keys, queries, samples } = judge;
  const unused = [...keys].filter((key) => wanted?.has(key) !== true).length;
  const missing = wanted === undefined ? null : [...wanted].filter((key) => !keys.has(key)).length;
  return { modelId, named: wanted !== undefined, missing, unused, ...counter.done(), queries: queries.size, samples };
}
