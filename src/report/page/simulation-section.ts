import type { SimulatedRow, SimulatedScenario, SimulationResults } from '../../domain/simulation.js';
import { formatNumber } from '../format.js';
import { courseTable } from '../simulation-course.js';
import { formatSpan, furtherCalls, rowName, simulationColumns, sloSentence, trafficText } from '../simulation-view.js';
import { type Course, course } from './course.js';
import { type PlainTable, plainTable } from './plain-table.js';

export interface SimulationSection {
  /** What was played, and what is not that of the report. */
  readonly summary: string;
  readonly scenarios: readonly {
    readonly name: string;
    readonly description: string;
    readonly sentence: string;
    readonly table: PlainTable | null;
    readonly calls: readonly { readonly name: string; readonly text: string }[];
    readonly key: readonly { readonly cls: string; readonly name: string }[];
    /** Left and right end of the courses. */
    readonly span: string;
    readonly courses: readonly Course[];
    readonly overTime: readonly PlainTable[];
  }[];
}

/** Days in production; null where none were handed to the page. Texts are taken as they are: make them inert first. */
export function simulationSection(simulation: SimulationResults | null): SimulationSection | null {
  if (simulation === null) return null;
  const { seeds, traffic, tool, inputs, confidence } = simulation;
  const intervals =
    seeds.count < 5
      ? 'Fewer than five seeds have no intervals, so no promise is decided.'
      : `Brackets are ${100 * confidence} % intervals over seeds.`;
  return {
    summary: `Played with ${seeds.count} ${seeds.count === 1 ? 'seed' : 'seeds'} from ${seeds.first} on; traffic is drawn from ${trafficText(traffic)}. ${intervals} By ${tool.name} ${tool.version}, inputs ${inputs.hash.slice(0, 12)}.`,
    scenarios: simulation.scenarios.map((scenario) => scenarioView(scenario, simulation.costUnit)),
  };
}

function scenarioView(
  scenario: SimulatedScenario,
  costUnit: SimulationResults['costUnit'],
): SimulationSection['scenarios'][number] {
  const { rows } = scenario;
  const name = (row: SimulatedRow): string => rowName(row, rows);
  const columns = simulationColumns(scenario, costUnit);
  return {
    name: scenario.name,
    description: scenario.description,
    sentence: `${sloSentence(scenario)} ${formatSpan(scenario.lengthMs)}${scenario.warmUpMs > 0 ? `, the first ${formatSpan(scenario.warmUpMs)} left out` : ''}.`,
    table: plainTable({
      label: `${scenario.name}: rows`,
      columns: columns.map(({ title, align }) => [title, align === 'right' ? ('number' as const) : ('text' as const)] as const),
      rows: rows.map((row) => columns.map(({ of }) => of(row))),
    }),
    calls: rows.map((row) => {
      const further = furtherCalls(row);
      return {
        name: name(row),
        text: further.length === 0 ? 'no call beyond the first' : `further calls per 1,000 requests: ${further.join(', ')}`,
      };
    }),
    key: [...rows.map(name), ...(scenario.budget === null ? [] : ['the budget'])].map((text, index) => ({
      cls: `line-${index % 6}`,
      name: text,
    })),
    span: formatSpan(scenario.lengthMs),
    courses: coursesOf(scenario, costUnit),
    overTime: rows.flatMap((row) => {
      const { titles, lines } = courseTable(row, scenario, costUnit);
      const table = plainTable({
        label: `${scenario.name}, ${name(row)}: over time`,
        caption: `${name(row)}: of each stretch its worst step`,
        columns: titles.map((title, index) => [title, index === 0 ? ('text' as const) : ('number' as const)] as const),
        rows: lines,
      });
      return table === null ? [] : [table];
    }),
  };
}

function coursesOf({ rows, budget }: SimulatedScenario, costUnit: SimulationResults['costUnit']): Course[] {
  const of = (values: (row: SimulatedRow) => readonly (number | null)[]) =>
    rows.map((row) => ({ name: rowName(row, rows), values: values(row) }));
  const waiting = ({ models, overTime }: SimulatedRow): readonly number[] =>
    overTime.perSecond.map((_, step) => models.reduce((sum, { waiting: calls }) => sum + (calls[step] ?? 0), 0));
  const allowed = rows[0]?.overTime.budget ?? null;
  const spent = [...of(({ overTime }) => overTime.spent), ...(allowed === null ? [] : [{ name: 'the budget', values: allowed }])];
  const all = [
    course({
      title: 'Available',
      rows: of(({ overTime }) => overTime.availability),
      format: (value) => formatNumber(value, 'fraction'),
    }),
    course({
      title: 'p95, ms',
      rows: of(({ overTime }) => overTime.latencyP95Ms),
      format: (value) => formatNumber(value, 'ms'),
      from: 0,
    }),
    course({ title: 'Calls waiting', rows: of(waiting), format: (value) => formatNumber(value, 'ms'), from: 0 }),
    course({
      title: budget === null ? 'Spent' : 'Spent against the budget',
      rows: spent,
      format: (value) => formatNumber(value, costUnit),
      from: 0,
    }),
  ];
  return all.filter((one) => one !== null);
}
