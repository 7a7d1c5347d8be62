import type { Audit } from '../../domain/results.js';
import { type AuditRule, type DataAuditInput, note, warn } from './audit.js';

const DAY_MS = 86_400_000;
/** Prices may be this many days older than the newest recording. */
const OLDEST_PRICE_DAYS = 90;

/** Prices and recordings of different times. No clock is read: prices are held against the recordings. */
export const priceAge: AuditRule = {
  of: 'data',
  definitions: [
    {
      id: 'price_stale',
      level: 'warn',
      looksFor: `Prices more than ${OLDEST_PRICE_DAYS} days older than the newest recording.`,
      blindTo: 'How old prices and recordings are today: no clock is read. Undated prices or recordings.',
    },
    {
      id: 'recordings_older_than_prices',
      level: 'note',
      looksFor: 'Recordings made before the prices were true: models of one name change.',
      blindTo: 'A model that changed behind its name.',
    },
    { id: 'price_undated', level: 'note', looksFor: 'Prices without a date.', blindTo: '—' },
  ],
  find: (input) => {
    const { load, bench } = input;
    if (bench.experiment.cost.by === 'calls') return [];
    const dates = priceDates(input);
    const undated = dates.filter(({ pricedAt }) => pricedAt === null).map(({ id }) => id);
    return [
      ...stale(dates, load.newestRecordedAt),
      ...recordedBefore(load.oldestRecordedAt, load.pricedAt),
      ...(undated.length > 0 ? [note('price_undated', `the prices of ${undated.join(', ')} have no date (priced_at)`)] : []),
    ];
  },
};

interface PriceDate {
  readonly id: string;
  readonly pricedAt: string | null;
}

function priceDates({ bench: { models }, load }: DataAuditInput): PriceDate[] {
  return models
    .filter(({ price }) => price !== undefined)
    .map(({ id, pricedAt }) => ({ id, pricedAt: pricedAt ?? load.pricedAt }));
}

function stale(dates: readonly PriceDate[], newest: string | null): Audit[] {
  if (newest === null) return [];
  const age = ({ pricedAt }: PriceDate): number => (pricedAt === null ? 0 : daysBetween(pricedAt, newest));
  const old = dates.filter((date) => age(date) > OLDEST_PRICE_DAYS);
  if (old.length === 0) return [];
  const oldest = Math.max(...old.map(age));
  return [
    warn(
      'price_stale',
      `the prices of ${old.map(({ id }) => id).join(', ')} are up to ${oldest} days older than the newest recording (${newest.slice(0, 10)}); more than ${OLDEST_PRICE_DAYS} is called stale`,
    ),
  ];
}

function recordedBefore(oldest: string | null, pricedAt: string | null): Audit[] {
  if (oldest === null || pricedAt === null) return [];
  const days = daysBetween(oldest, pricedAt);
  return days <= 0
    ? []
    : [note('recordings_older_than_prices', `the oldest recording is ${days} days older than the prices of ${pricedAt}`)];
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
