import type { Growth, Measured, Row, Unit } from './benchmark.js';
import { fittedExponent } from './exponent.js';
import { goalText, isLinear, isMeasured, isMet, ratioOf } from './verdict.js';

const HEAD = ['work', 'RouteLab', 'anchor', 'ratio', 'goal', 'met'] as const;
const GROWTH_HEAD = ['work', 'what grows', 'sizes', 'seconds', 'exponent', '≤ 1.05'] as const;

/** Everything that was measured: one table of rows, one of growth, and what the anchors are. */
export function tables(measured: readonly Measured[]): string {
  const rows = measured.flatMap((one) => one.rows);
  const growth = measured.flatMap((one) => one.growth ?? []);
  return [
    table(HEAD, rows.map(cellsOf)),
    ...(growth.length === 0 ? [] : [table(GROWTH_HEAD, growth.map(growthCells))]),
    anchorList(rows),
  ].join('\n\n');
}

function cellsOf(row: Row): string[] {
  const write = (value: number): string => quantity(value, row.unit);
  const ratio = ratioOf(row);
  const { anchor, goal } = row;
  return [
    row.work,
    write(row.value),
    anchor === undefined ? '' : isMeasured(anchor) ? write(anchor.value) : 'not measured',
    ratio === null ? '' : `${rounded(ratio)} ×`,
    goal === undefined ? '' : goalText(goal, write),
    yesOrNo(isMet(row)),
  ];
}

function growthCells({ work, by, sizes, seconds }: Growth): string[] {
  const exponent = fittedExponent(sizes, seconds);
  return [
    work,
    by,
    sizes.map((size) => size.toLocaleString('en-US')).join(', '),
    seconds.map(rounded).join(', '),
    exponent.toFixed(2),
    yesOrNo(isLinear(exponent)),
  ];
}

/** What stands in the column of anchors, and what the peers themselves were measured at. */
function anchorList(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ work, anchor, peer }) => {
    if (anchor === undefined && peer === undefined) return [];
    const what = anchor === undefined ? 'none' : isMeasured(anchor) ? anchor.what : `${anchor.what}: ${anchor.missing}`;
    return [`- *${work}*: ${what}${peer === undefined ? '' : `. The peer itself: ${peer}`}.`];
  });
  return ['Anchors:', '', ...lines].join('\n');
}

/** Columns as wide as their widest cell, so that it is read as well in a terminal as on a page. */
function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) => Math.max(3, title.length, ...lines.map((line) => (line[at] ?? '').length)));
  const row = (cells: readonly string[]): string =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`;
  return [row(head), row(widths.map((width) => '-'.repeat(width))), ...lines.map(row)].join('\n');
}

function yesOrNo(met: boolean | null): string {
  return met === null ? '' : met ? 'yes' : '**no**';
}

/** A number with its unit; seconds in the unit that keeps it between 1 and 1,000. */
export function quantity(value: number, unit: Unit): string {
  if (unit !== 's') return unit === '/s' ? `${rounded(value)}/s` : `${rounded(value)} ${unit}`;
  if (value < 1e-3) return `${rounded(value * 1e6)} µs`;
  return value < 1 ? `${rounded(value * 1e3)} ms` : `${rounded(value)} s`;
}

/** Three digits that count. */
function rounded(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 6 });
}
