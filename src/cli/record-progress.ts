import type { RecordControl } from '../app/record/record-request.js';
import { inertText } from '../report/inert-text.js';

/** Says how far recording is. */
export interface RecordingProgress {
  readonly show: RecordControl['onProgress'];
  /** A model that can't be reached is told also where no line of progress is. */
  readonly trouble: RecordControl['onTrouble'];
  done(): void;
}

const SILENT: RecordingProgress = { show: () => undefined, trouble: () => undefined, done: () => undefined };
const LINE_EVERY_MS = 100;
const JSON_EVERY_MS = 1000;

/** `auto`: one line on a terminal, elsewhere only trouble; `json`: one JSON line a second. All on stderr. */
export function openRecordingProgress(kind: string, maxCostUsd: number | null): RecordingProgress {
  if (kind === 'none') return SILENT;
  const trouble: RecordControl['onTrouble'] = (modelId, fault) => void process.stderr.write(troubleText(kind, modelId, fault));
  if (kind === 'auto' && !process.stderr.isTTY) return { ...SILENT, trouble };
  const startMs = Date.now();
  let shownMs = 0;
  const every = kind === 'json' ? JSON_EVERY_MS : LINE_EVERY_MS;
  return {
    show(progress, spent) {
      const nowMs = Date.now();
      if (nowMs - shownMs < every && progress.done < progress.total) return;
      shownMs = nowMs;
      const now = { ...progress, ...amounts(spent), maxCostUsd, etaMs: etaMs(progress, nowMs - startMs) };
      process.stderr.write(kind === 'json' ? `${JSON.stringify(now)}\n` : `\r${line(now)}\x1b[K`);
    },
    trouble,
    done: () => void (kind === 'json' || process.stderr.write('\r\x1b[K')),
  };
}

function troubleText(kind: string, ...[modelId, fault]: Parameters<RecordControl['onTrouble']>): string {
  if (kind === 'json') return `${JSON.stringify({ trouble: { modelId, kind: fault.kind, message: fault.message } })}\n`;
  const clear = process.stderr.isTTY ? '\r\x1b[K' : '';
  const reason = inertText(`${fault.kind}: ${fault.message}`);
  return `${clear}trouble  ${inertText(modelId)}: ${reason}; it is tried again for some time, Ctrl-C stops\n`;
}

type Spent = Parameters<RecordControl['onProgress']>[1];
type Progress = Parameters<RecordControl['onProgress']>[0];

function amounts({ settledPico, unresolvedPico, inFlightPico }: Spent) {
  return { spentUsd: settledPico / 1e12, unresolvedUsd: unresolvedPico / 1e12, inFlightUsd: inFlightPico / 1e12 };
}

/** At the pace so far; null before there is one. */
function etaMs({ done, total }: Progress, sinceMs: number): number | null {
  return done === 0 ? null : Math.round((sinceMs / done) * (total - done));
}

function line(now: Progress & ReturnType<typeof amounts> & { maxCostUsd: number | null; etaMs: number | null }): string {
  const spent = `$${(now.spentUsd + now.unresolvedUsd).toFixed(4)}`;
  const parts = [
    `record  ${now.done}/${now.total}`,
    now.maxCostUsd === null ? spent : `${spent}/$${now.maxCostUsd}`,
    `${now.inFlight} in flight`,
    `429×${now.rateLimited}`,
    `errors ${now.failed}`,
    now.etaMs === null ? 'eta —' : `eta ${clockText(now.etaMs)}`,
  ];
  return parts.join('  ').slice(0, Math.max(20, (process.stderr.columns ?? 80) - 1));
}

/** `1:05`, `2:00:00`. */
function clockText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
