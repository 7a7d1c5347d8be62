import type { Results } from '../../domain/results.js';
import { inertText } from '../inert-text.js';
import type { PageQueries } from '../pack/page-blocks.js';
import { queriesText } from '../pack/queries-text.js';
import { protocolText, type RunNotes } from '../protocol-text.js';
import { type PlainTable, plainTable } from './plain-table.js';

export interface ProvenanceSection {
  readonly facts: readonly { readonly term: string; readonly text: string }[];
  readonly files: PlainTable | null;
  readonly routers: PlainTable | null;
}

/** Where every number comes from: tool, protocol, inputs by hash, routers by hash. */
export function provenanceSection(results: Results, notes: RunNotes, queries: PageQueries): ProvenanceSection {
  const { tool, experiment, inputs } = results;
  return {
    facts: [
      { term: 'Tool', text: `${tool.name} ${tool.version}` },
      ...ranText(notes),
      { term: 'Experiment', text: experiment.file },
      { term: 'Inputs', text: inputs.hash },
      ...protocolText(results, notes),
      { term: 'Queries', text: queriesText(queries) },
      {
        term: 'Form',
        text: `results of version ${results.schemaVersion}; the package holds their schema, ${tool.name}/schema/results.schema.json`,
      },
    ],
    files: plainTable({
      label: 'Input files',
      columns: [
        ['file', 'text'],
        ['role', 'text'],
        ['SHA-256', 'code'],
      ],
      rows: inputs.files.map(({ role, path, sha256 }) => [path, role, sha256]),
    }),
    routers: routerTable(results),
  };
}

/** What was typed, and what ran it. */
function ranText({ command, node }: RunNotes): ProvenanceSection['facts'] {
  if (command === undefined) return [];
  const typed = command.map((word) => (/[\s"']/.test(word) ? JSON.stringify(word) : word)).join(' ');
  return [{ term: 'Command', text: inertText(`${typed}${node === undefined ? '' : `, on Node ${node}`}`) }];
}

function routerTable({ rows }: Results): PlainTable | null {
  return plainTable({
    label: 'Measured routers',
    columns: [
      ['router', 'text'],
      ['size, bytes', 'number'],
      ['decision p50, ms', 'number'],
      ['decision p99, ms', 'number'],
      ['decision hash', 'code'],
    ],
    rows: rows.flatMap(({ label, router }) =>
      router === undefined
        ? []
        : [[label, String(router.bytes), router.p50Ms.toFixed(3), router.p99Ms.toFixed(3), router.decisionHash]],
    ),
  });
}

/** Every metric of the results with its definition and source. */
export function metricTable({ metrics }: Results): PlainTable | null {
  return plainTable({
    label: 'Metric definitions',
    columns: [
      ['metric', 'text'],
      ['name', 'code'],
      ['better', 'text'],
      ['definition', 'long'],
      ['source', 'long'],
    ],
    rows: metrics.map(({ title, name, better, definition, source }) => [title, name, BETTER[better], definition, source]),
  });
}

const BETTER = { higher: '↑ higher', lower: '↓ lower', neither: '—' } as const;
