import type { SimulatedScenario, SimulationResults } from '../../domain/simulation.js';
import { inertTexts } from '../../report/inert-text.js';
import { formatSpan, furtherCalls, rowName, simulationColumns, sloSentence, trafficText } from '../../report/simulation-view.js';
import { colour } from './colour.js';
import { textTable } from './text-table.js';
import { stdoutWidth, wrapLine } from './wrap-line.js';

/** Prints simulated days to stdout. Quiet prints the sentence of each scenario alone. */
export function printSimulation(results: SimulationResults, quiet: boolean): void {
  const shown = inertTexts(results);
  const lines = quiet
    ? shown.scenarios.map((scenario) => `${scenario.name}: ${sloSentence(scenario)}`)
    : [...header(shown), ...shown.scenarios.flatMap((scenario) => ['', ...scenarioLines(scenario, shown)])];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function header({ tool, experiment, seeds, confidence, traffic, inputs }: SimulationResults): string[] {
  return [
    colour.bold(`${tool.name} ${tool.version} · simulate ${experiment.name}${experiment.synthetic ? ' · SYNTHETIC DATA' : ''}`),
    ...dim(
      `how    ${seeds.count < 5 ? `${seeds.count} of the five seeds that intervals take` : `${seeds.count} seeds, ${100 * confidence} % intervals over them`} · traffic drawn from ${trafficText(traffic)} · inputs ${inputs.hash.slice(0, 12)}`,
      7,
    ),
  ];
}

function scenarioLines(scenario: SimulatedScenario, { costUnit }: SimulationResults): string[] {
  const columns = simulationColumns(scenario, costUnit);
  const rows = scenario.rows.map((row) => ({ chosen: false, cells: columns.map(({ of }) => of(row)) }));
  const requests = Math.round(scenario.rows[0]?.metrics.requests.value ?? 0);
  return [
    `${colour.bold(scenario.name)} ${colour.dim(`· ${formatSpan(scenario.lengthMs)}, ${requests} requests a seed`)}`,
    ...(scenario.description === '' ? [] : dim(scenario.description, 0)),
    ...textTable(columns, [{ title: 'rows', rows }], stdoutWidth()).filter((text) => !text.includes('ROWS')),
    ...scenario.rows.flatMap((row) => {
      const further = furtherCalls(row);
      return further.length === 0 ? [] : dim(`  ${rowName(row, scenario.rows)}: per 1k requests ${further.join(', ')}`, 4);
    }),
    ...wrapLine(sloSentence(scenario), stdoutWidth(), 0),
  ];
}

function dim(text: string, indent: number): string[] {
  return wrapLine(text, stdoutWidth(), indent).map((line) => colour.dim(line));
}
