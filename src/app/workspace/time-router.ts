import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codedValue } from '../../domain/column.js';
import type { Scalar } from '../../domain/json.js';
import type { QueryTable, Signals } from '../../domain/query.js';
import { UserError } from '../../domain/user-error.js';
import type { RouterTime } from '../../experiment/compared.js';
import type { TimeRouter } from '../../experiment/router-rows.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { sha256Hex } from '../../router/identity/sha256.js';
import type { Router } from '../../router/router.js';

/** Queries timed one by one; enough for a stable p99, quick enough not to be noticed. */
const TIMED = 500;
const WARM_UP = 200;

/** One line of `recordings/router-time.jsonl`. */
interface TimeRecording extends RouterTime {
  readonly decisionHash: string;
  readonly name: string;
  readonly n: number;
  readonly measuredAt: string;
}

/** A store of router times: measured once per decision hash, then reused, so that a second run has the same bytes. */
export interface RouterTimes {
  readonly time: TimeRouter;
  /** SHA-256 over the times this run used: they are inputs like any recording. Null where no router was timed. */
  usedSha256(): string | null;
  /** Appends what was newly measured. */
  save(): Promise<void>;
}

/** Opens the store at `path`; with `remeasure`, what it holds is measured again and appended (the last line counts). */
export async function openRouterTimes(path: string, remeasure: boolean): Promise<RouterTimes> {
  const known = remeasure ? new Map<string, RouterTime>() : await readTimes(path);
  const fresh: TimeRecording[] = [];
  const used = new Map<string, RouterTime>();
  return {
    time(router, bench) {
      const { decisionHash, name } = router.config;
      const held = known.get(decisionHash);
      if (held !== undefined) {
        used.set(decisionHash, held);
        return held;
      }
      const measured = measure(router, bench.dataset.queries.size, (row) => {
        const embedding = bench.batch.embedding?.(row);
        router.route({
          messages: bench.batch.messages(row),
          signals: signalsOf(bench.dataset.queries, row),
          ...(embedding === undefined ? {} : { embedding }),
        });
      });
      known.set(decisionHash, measured);
      used.set(decisionHash, measured);
      fresh.push({ decisionHash, name, ...measured, n: TIMED, measuredAt: new Date().toISOString() });
      return measured;
    },
    usedSha256: () =>
      used.size === 0
        ? null
        : sha256Hex(
            canonicalJson([...used].sort(([a], [b]) => (a < b ? -1 : 1)).map(([hash, { p50Ms, p99Ms }]) => [hash, p50Ms, p99Ms])),
          ),
    async save() {
      if (fresh.length === 0) return;
      await mkdir(dirname(path), { recursive: true });
      await appendFile(path, fresh.map((line) => `${JSON.stringify(line)}\n`).join(''));
    },
  };
}

/** A query's signals as a caller would send them. */
function signalsOf(queries: QueryTable, row: number): Signals {
  const signals: Record<string, Scalar> = {};
  for (const [name, column] of queries.signals) {
    const value = codedValue(column, row);
    if (value !== undefined) signals[name] = value;
  }
  return signals;
}

async function readTimes(path: string): Promise<Map<string, RouterTime>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const times = new Map<string, RouterTime>();
  text.split('\n').forEach((line, index) => {
    if (line === '') return;
    const recording = parseLine(line, path, index + 1);
    times.set(recording.decisionHash, { p50Ms: recording.p50Ms, p99Ms: recording.p99Ms });
  });
  return times;
}

function parseLine(text: string, file: string, line: number): TimeRecording {
  try {
    const value = JSON.parse(text) as Partial<TimeRecording>;
    if (typeof value.decisionHash === 'string' && typeof value.p50Ms === 'number' && typeof value.p99Ms === 'number')
      return value as TimeRecording;
  } catch {
    // Reported below with everything else that is not a time.
  }
  throw new UserError({
    file,
    line,
    message: 'not a router time',
    accepted: 'a JSON object with decisionHash, p50Ms and p99Ms',
    hint: 'delete the line; the router is measured again',
  });
}

/** Times single decisions over the first queries, after a warm-up, in milliseconds rounded to 0.1 µs. */
function measure(router: Router, size: number, decide: (row: number) => void): RouterTime {
  if (size === 0) throw new UserError(`no query to time ${router.config.name} on`);
  for (let i = 0; i < WARM_UP; i++) decide(i % size);
  const took = new Float64Array(TIMED);
  for (let i = 0; i < TIMED; i++) {
    const before = process.hrtime.bigint();
    decide(i % size);
    took[i] = Number(process.hrtime.bigint() - before) / 1e6;
  }
  took.sort();
  const at = (share: number): number => Math.round((took[Math.ceil(share * TIMED) - 1] as number) * 1e4) / 1e4;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}
