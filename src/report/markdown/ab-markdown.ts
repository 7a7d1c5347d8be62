import type { AbResults } from '../../domain/ab.js';
import { abColumns, amountText, falsePositiveText, lengthText, mostDaysText, rememberText } from '../ab-view.js';
import { formatCount, formatNumber } from '../format.js';
import { inertTexts } from '../inert-text.js';
import { escapeCell, escapeText, head, line, section } from '../markdown-text.js';
import { trafficText } from '../simulation-view.js';

/** A planned and simulated A/B test as Markdown. */
export function abMarkdown(results: AbResults): string {
  const shown = inertTexts(results);
  const { experiment, routers } = shown;
  return `${[
    `# ${escapeText(experiment.name)}: ${escapeText(routers[0])} against ${escapeText(routers[1])}${experiment.synthetic ? ' (SYNTHETIC DATA)' : ''}`,
    ...(experiment.synthetic ? ['> **Synthetic data.** These numbers say nothing about any real model.'] : []),
    setting(shown),
    plan(shown),
    tests(shown),
    ...(rememberText(shown) === '' ? [] : [escapeText(rememberText(shown))]),
    escapeText(falsePositiveText(shown)),
    provenance(shown),
  ].join('\n\n')}\n`;
}

function setting({ scenario, arm, traffic, routers, spec, assignment, seeds, ...rest }: AbResults): string {
  const all = { scenario, arm, traffic, routers, spec, assignment, seeds, ...rest };
  return [
    `- Played on ${escapeText(scenario.name)}, ${mostDaysText(all)}; routes carried out ${arm === null ? 'as each router says' : escapeText(arm)}; traffic drawn from ${trafficText(traffic)}.`,
    `- Decided on ${spec.metric} per visit, a look every ${spec.everyVisits} visits.`,
    `- ${escapeText(routers[1])} gets the visits whose ${assignment.hash} of \`${assignment.key}\`, seeded by the hash of the salt \`${escapeText(assignment.salt)}\`, is below ${assignment.below}: ${formatNumber(spec.share, 'fraction')} of them.`,
  ].join('\n');
}

function plan(results: AbResults): string {
  const { plan: planned, spec, costUnit } = results;
  return section('Plan', [
    `To see a difference of ${amountText(spec.metric, spec.detect, costUnit)} with power ${spec.power} at level ${spec.alpha}:`,
    '',
    `- one look at the end: ${lengthText(planned.fixed)}`,
    `- looking all the time: ${lengthText(planned.sequential)} at the latest`,
    '',
    `${spec.metric} of a visit: mean ${amountText(spec.metric, planned.mean, costUnit)}, standard deviation ${amountText(spec.metric, planned.deviation, costUnit)}; ${formatCount(Math.round(planned.visitsPerDay))} visits a day.`,
  ]);
}

function tests(results: AbResults): string {
  const columns = abColumns(results);
  return section('Simulated tests', [
    ...head(
      columns.map(({ title }) => escapeCell(title)),
      2,
    ),
    ...results.trials.map((trial) => line(columns.map(({ of }) => escapeCell(of(trial))))),
  ]);
}

function provenance({ inputs, tool, experiment, seeds }: AbResults): string {
  return section('Provenance', [
    `${escapeText(tool.name)} ${escapeText(tool.version)}, experiment ${escapeText(experiment.file)}, ${seeds.count} seeds from ${seeds.first} on, inputs \`${inputs.hash}\``,
    '',
    ...head(['role', 'file', 'SHA-256'], 3),
    ...inputs.files.map(({ role, path, sha256 }) => line([escapeCell(role), escapeCell(path), `\`${sha256}\``])),
  ]);
}
