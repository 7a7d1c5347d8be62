import type { Results } from '../../domain/results.js';
import type { SimulationResults } from '../../domain/simulation.js';
import { costQualityTable } from '../cost-quality-view.js';
import { judgeLine } from '../judge-view.js';
import { latencyTable } from '../latency-view.js';
import type { PageQueries } from '../pack/page-blocks.js';
import { measuredText, type RunNotes } from '../protocol-text.js';
import { regretTable } from '../regret-view.js';
import type { ShippedExport } from '../shipped-export.js';
import { candidateTable } from './candidate-section.js';
import { type CategorySection, categorySection } from './category-section.js';
import { type ComparisonSection, comparisonSection } from './comparison-section.js';
import { type ConstraintSection, constraintSection } from './constraint-section.js';
import { type DuelSection, duelSection } from './duel-section.js';
import { type ExportSection, exportSection } from './export-section.js';
import { type GateSection, gateSection } from './gate-section.js';
import { type JudgeSection, judgeSection } from './judge-section.js';
import { frontierTable, numberTable } from './number-section.js';
import { type OnlineSection, onlineSection } from './online-section.js';
import type { PlainTable } from './plain-table.js';
import { metricTable, type ProvenanceSection, provenanceSection } from './provenance-section.js';
import { type ReliabilitySection, reliabilitySection } from './reliability-section.js';
import { type RobustnessSection, robustnessSection } from './robustness-section.js';
import { type SearchSection, searchSection } from './search-section.js';
import { type SettingSection, settingSection } from './setting-section.js';
import { type ShareSection, shareSection } from './share-section.js';
import { type SimulationSection, simulationSection } from './simulation-section.js';
import { type SweepSection, sweepSection } from './sweep-section.js';
import { type TaskSection, taskSection } from './task-section.js';
import { type VerdictSection, verdictSection } from './verdict-section.js';
import { type WorkloadSection, workloadSection } from './workload-section.js';

/** The page's drawings: markup of our own, null where there is nothing to draw. */
export interface Drawings {
  readonly costQuality: string | null;
  /** Points of the cost–quality chart that had no room for a label. */
  readonly unlabelled: number;
  readonly sweeps: string | null;
  readonly sweepKey: readonly { readonly label: string; readonly colour: string; readonly dash: string }[];
  /** Of routers over one setting, in the results' order, as far as they are drawn. */
  readonly settings: readonly string[];
  readonly shares: string | null;
  readonly regret: string | null;
  readonly candidates: string | null;
  readonly candidateKey: Drawings['sweepKey'];
  readonly reliability: string | null;
}

/** What the page shows besides a comparison; its texts are as they come. */
export interface PageExtras {
  /** Exports of the run's routers, with their files. */
  readonly exports: readonly ShippedExport[];
  /** Days in production of its routers. */
  readonly simulation: SimulationResults | null;
}

/** Everything the page template shows. A section that is null is left out. */
export interface PageView {
  readonly title: string;
  readonly generator: string;
  readonly name: string;
  readonly synthetic: boolean;
  readonly measured: string;
  readonly nav: readonly { readonly id: string; readonly text: string }[];
  readonly verdict: VerdictSection;
  readonly constraints: ConstraintSection | null;
  readonly gates: GateSection | null;
  readonly comparison: ComparisonSection;
  readonly costQuality: { readonly drawing: string; readonly unlabelled: number; readonly table: PlainTable | null } | null;
  readonly categories: CategorySection | null;
  readonly duel: DuelSection | null;
  readonly regret: { readonly drawing: string; readonly table: PlainTable } | null;
  readonly latency: { readonly table: PlainTable; readonly judges: readonly string[] } | null;
  readonly shares: (ShareSection & { readonly drawing: string }) | null;
  readonly sweeps: (SweepSection & { readonly drawing: string; readonly key: Drawings['sweepKey'] }) | null;
  readonly settings: SettingSection | null;
  readonly reliability: (ReliabilitySection & { readonly drawing: string }) | null;
  readonly tasks: TaskSection | null;
  readonly online: OnlineSection | null;
  readonly judge: JudgeSection | null;
  readonly robustness: RobustnessSection | null;
  readonly simulation: SimulationSection | null;
  readonly exports: ExportSection | null;
  readonly candidates: PlainTable | null;
  readonly candidateChart: { readonly drawing: string; readonly key: Drawings['sweepKey'] } | null;
  readonly search: SearchSection | null;
  readonly workload: WorkloadSection;
  readonly frontiers: PlainTable | null;
  readonly numbers: PlainTable | null;
  readonly metrics: PlainTable | null;
  readonly provenance: ProvenanceSection;
  readonly footer: string;
}

/** The page of a comparison around its drawings. Texts are taken as they are: make them inert first. */
export function pageView(
  results: Results,
  drawings: Drawings,
  notes: RunNotes,
  queries: PageQueries,
  extras: PageExtras,
): PageView {
  const { experiment, tool } = results;
  const sections = {
    verdict: verdictSection(results),
    constraints: constraintSection(results),
    gates: gateSection(results),
    comparison: comparisonSection(results),
    costQuality: costQualitySection(results, drawings),
    categories: categorySection(results),
    duel: duelSection(results),
    regret: regretSection(results, drawings),
    latency: latencySection(results),
    shares: withDrawing(shareSection(results), drawings.shares, {}),
    sweeps: withDrawing(sweepSection(results), drawings.sweeps, { key: drawings.sweepKey }),
    settings: settingSection(results, drawings.settings),
    reliability: withDrawing(reliabilitySection(results), drawings.reliability, {}),
    tasks: taskSection(results),
    online: onlineSection(results),
    judge: judgeSection(results),
    robustness: robustnessSection(results),
    candidates: candidateTable(results),
    candidateChart: drawings.candidates === null ? null : { drawing: drawings.candidates, key: drawings.candidateKey },
    simulation: simulationSection(extras.simulation),
    exports: exportSection(extras.exports),
    search: searchSection(results),
    workload: workloadSection(results),
    frontiers: frontierTable(results),
    numbers: numberTable(results),
    metrics: metricTable(results),
    provenance: provenanceSection(results, notes, queries),
  };
  return {
    title: `${experiment.name}: routing comparison${experiment.synthetic ? ' (synthetic data)' : ''}`,
    generator: `${tool.name} ${tool.version}`,
    name: experiment.name,
    synthetic: experiment.synthetic,
    measured: measuredText(results),
    nav: navOf(sections),
    ...sections,
    footer: `${tool.name} ${tool.version}. Made from results.json alone: the same inputs give the same page.${experiment.synthetic ? ' The data is synthetic.' : ''}`,
  };
}

function costQualitySection(results: Results, { costQuality: drawing, unlabelled }: Drawings): PageView['costQuality'] {
  return drawing === null ? null : { drawing, unlabelled, table: costQualityTable(results) };
}

function regretSection(results: Results, { regret: drawing }: Drawings): PageView['regret'] {
  const table = regretTable(results, null, []);
  return drawing === null || table === null ? null : { drawing, table };
}

function latencySection(results: Results): PageView['latency'] {
  const table = latencyTable(results);
  return table === null ? null : { table, judges: (results.judges ?? []).map(judgeLine) };
}

function withDrawing<S extends object, M extends object>(section: S | null, drawing: string | null, more: M) {
  return section === null || drawing === null ? null : { ...section, ...more, drawing };
}

function navOf(
  sections: Pick<
    PageView,
    | 'costQuality'
    | 'categories'
    | 'duel'
    | 'regret'
    | 'latency'
    | 'shares'
    | 'sweeps'
    | 'settings'
    | 'reliability'
    | 'tasks'
    | 'search'
    | 'online'
    | 'judge'
    | 'robustness'
    | 'simulation'
    | 'exports'
  >,
): PageView['nav'] {
  const items: readonly (readonly [id: string, text: string, section?: object | null])[] = [
    ['verdict', 'Verdict'],
    ['comparison', 'Comparison'],
    ['cost-quality', 'Cost', sections.costQuality],
    ['categories', 'Categories', sections.categories],
    ['duel', 'Duel', sections.duel],
    ['regret', 'Regret', sections.regret],
    ['shares', 'Shares', sections.shares],
    ['latency', 'Time', sections.latency],
    ['sweeps', 'Sweeps', sections.sweeps],
    ['settings', 'Settings', sections.settings],
    ['predictions', 'Predictions', sections.reliability],
    ['tasks', 'Tasks', sections.tasks],
    ['search', 'Search', sections.search],
    ['memory', 'Memory', sections.online],
    ['judge', 'Judge', sections.judge],
    ['robustness', 'Robustness', sections.robustness],
    ['simulation', 'Simulation', sections.simulation],
    ['exports', 'Exports', sections.exports],
    ['data', 'Data'],
    ['provenance', 'Provenance'],
  ];
  return items.flatMap(([id, text, section]) => (section === null ? [] : [{ id, text }]));
}
