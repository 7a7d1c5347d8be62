import type { Results, SettingSweep } from '../../domain/results.js';
import { costView } from '../cost-view.js';
import { DASH, formatNumber, formatShare } from '../format.js';
import { settingPlace } from '../setting-text.js';
import { type PlainTable, plainTable } from './plain-table.js';

/** More than these are tables only. */
export const MOST_DRAWN = 8;

export interface SettingSection {
  readonly caption: string;
  readonly place: string;
  /** Whether there is another part to hold against the reported one. */
  readonly validated: boolean;
  readonly sweeps: readonly {
    readonly title: string;
    readonly drawing: string | null;
    readonly table: PlainTable | null;
  }[];
}

/**
 * Routers over the one number they hang on; null without any.
 *
 * @param drawings one a sweep, in their order
 */
export function settingSection(results: Results, drawings: readonly string[]): SettingSection | null {
  const { settingSweeps, protocol } = results;
  if (settingSweeps.length === 0) return null;
  const place = settingPlace(results);
  return {
    place,
    validated: settingSweeps.some(({ points }) => points.some(({ validation }) => validation !== null)),
    caption:
      protocol.reportedOn === 'test'
        ? 'One number of a router at a time, all else as it is. The value was chosen on validation; where the two lines part, it fitted the queries it was chosen on. The test line is to be looked at: a value picked from it would be tuned on test.'
        : 'One number of a router at a time, all else as it is. All numbers rest on the same queries: a value picked here would be tuned on what it is reported on.',
    sweeps: settingSweeps.map((sweep, index) => ({
      title: `${sweep.label}: ${sweep.setting}`,
      drawing: drawings[index] ?? null,
      table: sweepTable(results, sweep, place),
    })),
  };
}

function sweepTable(results: Results, { label, setting, points, chosen }: SettingSweep, place: string): PlainTable | null {
  const cost = costView(results);
  return plainTable({
    label: `${label} over ${setting}`,
    caption: `★ is the value of the reported router${points.some(({ tried, value }) => tried && value !== chosen) ? ', ○ another that was tried' : ''}.`,
    columns: [
      [setting, 'text'],
      ...(points.some(({ holds }) => holds !== null) ? [['holds for', 'number'] as const] : []),
      ['quality, validation', 'number'],
      [`${cost.title}, validation`, 'number'],
      [`quality, ${place}`, 'number'],
      [`${cost.title}, ${place}`, 'number'],
    ],
    rows: points.map(({ value, tried, holds, validation, reported }) => [
      `${value}${value === chosen ? ' ★' : tried ? ' ○' : ''}`,
      ...(points.some((one) => one.holds !== null) ? [holds === null ? DASH : formatShare(holds)] : []),
      formatNumber(validation?.quality ?? null, 'fraction'),
      cost.format(validation?.cost ?? null),
      formatNumber(reported.quality, 'fraction'),
      cost.format(reported.cost),
    ]),
    chosen: (index) => points[index]?.value === chosen,
  });
}
