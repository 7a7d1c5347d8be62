import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lockRecordings } from '../../recording/lock.js';
import { readRecordingFile } from '../../recording/read-recordings.js';
import { allRecordingFiles, recordingFiles, verdictsDir } from '../../recording/recording-file.js';
import { redactRecording } from '../../recording/redact-recording.js';
import { rewriteRecordings } from '../../recording/rewrite-recordings.js';
import { type SecretText, secretTexts } from '../../recording/secret-texts.js';
import { secretsOf } from '../call/workspace-secrets.js';
import { redactManifest } from '../record/record-manifest.js';
import { openRecordings } from './open-recordings.js';

/** What redaction takes out of a file. */
export interface RedactedFile {
  readonly file: string;
  /** Of the manifest: its texts. */
  readonly lines: number;
  /** Texts by what they look like. */
  readonly kinds: Readonly<Record<string, number>>;
}

/** What `routelab recordings redact` does. */
export interface RedactedRecordings {
  readonly recordings: string;
  /** False where it was only looked at. */
  readonly done: boolean;
  readonly files: readonly RedactedFile[];
  /** Files beside the recordings that are left alone and may hold the same texts. */
  readonly leftAlone: readonly string[];
}

/**
 * Applies the redaction patterns and the values of keys in use here to what is stored. Nothing is kept of the files as they were:
 * they hold what is to be gone.
 *
 * @param write false to look only
 */
export async function redactRecordings(
  experimentFile: string,
  env: NodeJS.ProcessEnv,
  write: boolean,
): Promise<RedactedRecordings> {
  const opened = await openRecordings(experimentFile);
  const secrets = await secretsOf(opened, env);
  const { dir } = opened;
  await recordingFiles(dir);
  const lock = write ? await lockRecordings(dir) : null;
  try {
    const files = await secretsIn(dir, secrets);
    for (const { file } of write ? files : [])
      await rewriteRecordings(file, ({ recording, text }) => cleanLine(recording, text, secrets), false);
    const manifest = await redactManifest(dir, secrets, write);
    if (manifest !== null) files.push({ file: manifest.file, lines: manifest.texts.length, kinds: kindsOf(manifest.texts) });
    const leftAlone = [...(await oldFilesIn(dir)), ...(await oldFilesIn(verdictsDir(dir)))];
    return { recordings: opened.experiment.recordings, done: write, files, leftAlone };
  } finally {
    await lock?.release();
  }
}

/** Files that recording and pruning left beside those they write. */
async function oldFilesIn(dir: string): Promise<string[]> {
  const names = existsSync(dir) ? await readdir(dir) : [];
  return names
    .filter((name) => /\.(torn|bak\d*)$/.test(name))
    .sort()
    .map((name) => join(dir, name));
}

/** A line that holds nothing stays as it is, byte for byte. */
function cleanLine(recording: Parameters<typeof redactRecording>[0], text: string, secrets: readonly string[]): string {
  return secretTexts(recording, secrets).length === 0 ? text : JSON.stringify(redactRecording(recording, secrets));
}

async function secretsIn(dir: string, secrets: readonly string[]): Promise<RedactedFile[]> {
  const files: RedactedFile[] = [];
  for (const file of await allRecordingFiles(dir)) {
    const all: SecretText[] = [];
    let lines = 0;
    for await (const { recording } of readRecordingFile(file)) {
      const found = secretTexts(recording, secrets);
      if (found.length > 0) lines++;
      all.push(...found);
    }
    if (lines > 0) files.push({ file, lines, kinds: kindsOf(all) });
  }
  return files;
}

function kindsOf(texts: readonly SecretText[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const kind of texts.flatMap((one) => one.kinds)) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return kinds;
}
