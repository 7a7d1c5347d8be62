import type { SimulatedRow, SimulatedScenario, SimulationResults } from '../../domain/simulation.js';
import { DASH, formatEstimate, formatNumber } from '../format.js';
import { inertTexts } from '../inert-text.js';
import { escapeCell, escapeText, head, line, section } from '../markdown-text.js';
import { courseTable } from '../simulation-course.js';
import { formatSpan, furtherCalls, rowName, simulationColumns, sloSentence, trafficText } from '../simulation-view.js';

/** Simulated days as Markdown. */
export function simulationMarkdown(results: SimulationResults): string {
  const shown = inertTexts(results);
  const { experiment, seeds, traffic } = shown;
  return `${[
    `# ${escapeText(experiment.name)}: days in production${experiment.synthetic ? ' (SYNTHETIC DATA)' : ''}`,
    ...(experiment.synthetic ? ['> **Synthetic data.** These numbers say nothing about any real model.'] : []),
    `Simulated with ${seeds.count} ${seeds.count === 1 ? 'seed' : 'seeds'} from ${seeds.first} on; traffic is drawn from ${trafficText(traffic)}. ${intervalText(shown)}`,
    ...shown.scenarios.map((scenario) => scenarioSection(scenario, shown)),
    provenance(shown),
  ].join('\n\n')}\n`;
}

function intervalText({ seeds, confidence }: SimulationResults): string {
  if (seeds.count < 5) return 'Fewer than five seeds have no intervals, so no promise is decided.';
  return `Brackets are ${100 * confidence} % intervals over seeds (Student's t); differences are against the first row, paired by seed.`;
}

function scenarioSection(scenario: SimulatedScenario, { costUnit }: SimulationResults): string {
  const columns = simulationColumns(scenario, costUnit);
  const texts = columns.filter(({ align }) => align === 'left').length;
  return section(escapeText(scenario.name), [
    ...(scenario.description === '' ? [] : [escapeText(scenario.description), '']),
    `**${escapeText(sloSentence(scenario))}**`,
    '',
    ...head(
      columns.map(({ title }) => escapeCell(title)),
      texts,
    ),
    ...scenario.rows.map((row) => line(columns.map(({ of }) => escapeCell(of(row))))),
    '',
    `${formatSpan(scenario.lengthMs)}${scenario.warmUpMs > 0 ? `, the first ${formatSpan(scenario.warmUpMs)} left out` : ''}; ${formatNumber(scenario.rows[0]?.metrics.requests.value ?? null, 'count')} requests a seed.`,
    '',
    ...scenario.rows.flatMap((row) => calls(row, scenario)),
    '',
    ...models(scenario),
    ...fits(scenario),
    '',
    '### Over time',
    ...scenario.rows.flatMap((row) => ['', ...overTime(row, scenario, costUnit)]),
  ]).trimEnd();
}

function calls(row: SimulatedRow, { rows }: SimulatedScenario): string[] {
  const further = furtherCalls(row);
  const ends = Object.entries(row.ends)
    .filter(([end, share]) => end !== 'served' && share > 0)
    .map(([end, share]) => `${end.replaceAll('_', ' ')} ${formatNumber(share, 'fraction')}`);
  return [
    `- **${escapeText(rowName(row, rows))}**: ${further.length === 0 ? 'no call beyond the first' : `further calls per 1,000 requests: ${escapeText(further.join(', '))}`}${ends.length === 0 ? '' : `; not served: ${ends.join(', ')}`}.`,
  ];
}

function models({ rows }: SimulatedScenario): string[] {
  const lines = rows.flatMap((row) =>
    row.models
      .filter(({ callsPer1k, rejectedPer1k }) => callsPer1k > 0 || rejectedPer1k > 0)
      .map(({ modelId, callsPer1k, failed, rejectedPer1k, busy, utilisation, waiting, mostWaiting }) =>
        line([
          escapeCell(rowName(row, rows)),
          escapeCell(modelId),
          formatNumber(callsPer1k, 'ms'),
          formatNumber(failed, 'fraction'),
          formatNumber(rejectedPer1k, 'ms'),
          utilisation === null
            ? formatNumber(busy, 'ms')
            : `${formatNumber(busy, 'ms')} (${formatNumber(utilisation, 'fraction')})`,
          formatNumber(Math.max(0, ...waiting), 'ms'),
          formatNumber(Math.max(0, ...mostWaiting), 'count'),
        ]),
      ),
  );
  const titles = [
    'row',
    'model',
    'calls per 1k',
    'failed',
    'rejected per 1k',
    'busy (of its places)',
    'longest mean queue',
    'longest queue',
  ];
  return lines.length === 0 ? [] : [...head(titles, 2), ...lines];
}

function fits({ fits: fitted }: SimulatedScenario): string[] {
  if (fitted.length === 0) return [];
  return [
    '',
    'Service times are fitted to the recordings:',
    '',
    ...head(['model', 'n', 'first token ms', 'tokens a second', 'R²', 'median error'], 1),
    ...fitted.map(({ modelId, n, firstTokenMs, tokensPerSecond, r2, medianError }) =>
      line([
        escapeCell(modelId),
        String(n),
        formatNumber(firstTokenMs, 'ms'),
        formatNumber(tokensPerSecond, 'ms'),
        formatNumber(r2, 'fraction'),
        formatNumber(medianError, 'fraction'),
      ]),
    ),
  ];
}

/** A day in a dozen stretches. */
function overTime(row: SimulatedRow, scenario: SimulatedScenario, costUnit: SimulationResults['costUnit']): string[] {
  const { titles, lines } = courseTable(row, scenario, costUnit);
  const against = row.versusFirst;
  return [
    `**${escapeText(rowName(row, scenario.rows))}**${against === null ? '' : ` (against the first row: quality ${formatEstimate(against.quality, 'fraction')}, cost per 1k ${against.costPer1k.value === null ? DASH : formatEstimate(against.costPer1k, costUnit)})`}`,
    '',
    ...head(titles, 1),
    ...lines.map(line),
  ];
}

function provenance({ inputs, tool, experiment }: SimulationResults): string {
  return section('Provenance', [
    `${escapeText(tool.name)} ${escapeText(tool.version)}, experiment ${escapeText(experiment.file)}, inputs \`${inputs.hash}\``,
    '',
    ...head(['role', 'file', 'SHA-256'], 3),
    ...inputs.files.map(({ role, path, sha256 }) => line([escapeCell(role), escapeCell(path), `\`${sha256}\``])),
  ]);
}
