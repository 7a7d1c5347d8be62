import type { Recording } from '../../domain/recording.js';
import { type Problem, UserError } from '../../domain/user-error.js';
import { fileLines } from '../../file/lines.js';
import { cellName, cellStandings } from '../../recording/cell-standing.js';
import { isRedacted } from '../../recording/near-recording.js';
import { checkRecording } from '../../recording/read-recordings.js';
import { allRecordingFiles } from '../../recording/recording-file.js';
import { recordingKey } from '../../recording/recording-key.js';
import { secretTexts } from '../../recording/secret-texts.js';
import type { StoredRecording } from '../../recording/stored-recordings.js';
import { secretsOf } from '../call/workspace-secrets.js';
import { type OpenedRecordings, openRecordings } from './open-recordings.js';
import { type VerdictKey, verdictKeys } from './verdict-keys.js';
import { checkManifest, holdsText } from './verify-manifest.js';

/** What `routelab recordings verify` found. */
export interface VerifiedRecordings {
  readonly experiment: string;
  readonly recordings: string;
  readonly files: number;
  readonly lines: number;
  /** Keys made again from model, request, sample and the dataset's messages. */
  readonly keys: number;
  /** Lines whose key can't be made again: imported, without a request, with a redacted one, of a query no longer there, or a verdict on
   * another answer than today's. */
  readonly keysLeft: number;
  readonly findings: readonly Problem[];
  /** What is worth knowing and no mismatch. */
  readonly notes: readonly string[];
}

/**
 * Reads every line of a set of recordings and holds it against the schema, its own key, the other lines of its cell, the
 * redaction patterns and the manifest. Changes nothing.
 */
export async function verifyRecordings(experimentFile: string, env: NodeJS.ProcessEnv): Promise<VerifiedRecordings> {
  const opened = await openRecordings(experimentFile);
  const files = await allRecordingFiles(opened.dir);
  const secrets = await secretsOf(opened, env);
  const checking = startChecking(opened, secrets, await verdictKeys(opened, secrets));
  for (const file of files) await checkFile(checking, file);
  const manifest = await checkManifest(opened.dir, checking.liveLines, checking.secrets);
  const { counts, keyFindings, findings, notes } = checking;
  return {
    experiment: opened.experiment.name,
    recordings: opened.experiment.recordings,
    files: files.length,
    ...counts,
    findings: [...inOrder([...findings, ...keyFindings.values()], files), ...manifest],
    notes,
  };
}

const REDACT = 'routelab recordings redact says what it would take out';

type Checking = ReturnType<typeof startChecking>;

function startChecking(opened: OpenedRecordings, secrets: readonly string[], verdictKeyOf: (recording: Recording) => VerdictKey) {
  return {
    opened,
    secrets,
    verdictKeyOf,
    standingOf: cellStandings(),
    counts: { lines: 0, keys: 0, keysLeft: 0 },
    findings: [] as Problem[],
    notes: [] as string[],
    /** Of the line that counts of each cell: others were asked otherwise, and rightly so. */
    keyFindings: new Map<string, Problem>(),
    /** Lines that were recorded here, by model. */
    liveLines: new Map<string, number>(),
  };
}

async function checkFile(checking: Checking, file: string): Promise<void> {
  const { findings, notes, counts } = checking;
  try {
    for await (const { number, text, unended, offset, bytes } of fileLines(file)) {
      counts.lines++;
      const checked = checkRecording(text);
      if ('recording' in checked) checkLine(checking, { file, line: number, text, recording: checked.recording, offset, bytes });
      else if (unended && checked.torn) notes.push(`${file}:${number}  torn last line: the next routelab record sets it aside`);
      else findings.push(...checked.problems.map((problem) => ({ file, line: number, ...problem })));
    }
  } catch (error) {
    // Bytes that are no text, or no whole gzip: nothing after them can be read.
    if (!(error instanceof UserError)) throw error;
    findings.push(...error.problems);
  }
}

function checkLine(checking: Checking, read: StoredRecording): void {
  const { file, line, recording } = read;
  const { findings, liveLines, keyFindings } = checking;
  const { modelId, queryId, sample, attempts } = recording;
  if (attempts !== undefined) liveLines.set(modelId, (liveLines.get(modelId) ?? 0) + 1);
  for (const { field, kinds } of secretTexts(recording, checking.secrets)) {
    // Said once: there may be thousands.
    const hint = findings.some((one) => one.hint === REDACT) ? {} : { hint: REDACT };
    findings.push({ file, line, field, message: holdsText(kinds), ...hint });
  }
  const standing = checking.standingOf(read);
  if (typeof standing === 'object') {
    const first = standing.file === file ? `line ${standing.line}` : `${standing.file}:${standing.line}`;
    findings.push({ file, line, message: `another recording of ${modelId} for ${queryId} (sample ${sample}) than on ${first}` });
  }
  if (standing !== 'counts') return;
  const wrong = keyProblem(checking, read);
  if (wrong === null) keyFindings.delete(cellName(recording));
  else keyFindings.set(cellName(recording), wrong);
}

function keyProblem(checking: Checking, read: StoredRecording): Problem | null {
  const { opened, counts } = checking;
  const { file, line, recording } = read;
  const { key, request, queryId, modelId, sample, judged } = recording;
  const row = opened.rowOf.get(queryId);
  if (judged !== undefined) return verdictProblem(checking, read);
  if (key === null || request === undefined || row === undefined || isRedacted(request)) {
    counts.keysLeft++;
    return null;
  }
  counts.keys++;
  if (recordingKey({ modelId, parameters: request, messages: opened.queries.messages(row), sample }) === key) return null;
  return {
    file,
    line,
    field: 'key',
    message: `is not that of this request: the query, the parameters, the model or the sample was changed since ${queryId} was recorded`,
    value: key,
    hint: `routelab recordings explain ${queryId} ${modelId}; routelab record --mode stale records it again`,
  };
}

/** A verdict on another answer or by another prompt is none of today's: `record --dry-run` says which no longer fit. */
function verdictProblem({ counts, verdictKeyOf }: Checking, { file, line, recording }: StoredRecording): Problem | null {
  const { key, queryId, modelId, judged } = recording;
  const found = verdictKeyOf(recording);
  if (found === 'unknown') counts.keysLeft++;
  else counts.keys++;
  if (found !== 'wrong') return null;
  return {
    file,
    line,
    field: 'key',
    message: `is not that of this request: the key, the parameters or the sample was changed since ${modelId} judged ${queryId} of ${judged?.modelId}`,
    value: key ?? '',
    hint: `routelab recordings explain ${queryId} ${modelId}; routelab record asks for it again`,
  };
}

/** By file and line, as a reader goes through them. */
function inOrder(findings: readonly Problem[], files: readonly string[]): Problem[] {
  return [...findings].sort((a, b) => files.indexOf(a.file ?? '') - files.indexOf(b.file ?? '') || (a.line ?? 0) - (b.line ?? 0));
}
