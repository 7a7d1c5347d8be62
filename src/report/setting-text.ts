import type { Results, SettingSweep } from '../domain/results.js';

/** A setting as a strategy file writes it: `prompt.tokens: { $gt: 120 }`, or `pipeline[0].predict.utility.perUsd = 12`. */
export function settingText({ setting, kind }: Pick<SettingSweep, 'setting' | 'kind'>, value: number): string {
  const space = setting.lastIndexOf(' ');
  return kind === 'threshold' ? `${setting.slice(0, space)}: { ${setting.slice(space + 1)}: ${value} }` : `${setting} = ${value}`;
}

/** What the reported queries are to a setting. */
export function settingPlace({ protocol }: Pick<Results, 'protocol'>): string {
  return protocol.reportedOn === 'test' ? 'test' : 'all queries';
}
