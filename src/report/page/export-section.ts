import type { ExportRecord } from '../../domain/exported.js';
import { exportText } from '../export-text.js';
import { formatCount } from '../format.js';
import { inertLines, inertTexts } from '../inert-text.js';
import { type ShippedExport, type ShippedFile, withinPage } from '../shipped-export.js';

export interface ExportSection {
  readonly exports: readonly {
    /** `router, runtime`: unique within the page. */
    readonly title: string;
    readonly facts: readonly { readonly term: string; readonly text: string }[];
    readonly files: readonly {
      readonly title: string;
      readonly path: string;
      readonly text: string;
      readonly whole: boolean;
      readonly note: string;
    }[];
  }[];
}

/** What was exported of the measured routers; null where nothing was. */
export function exportSection(shipped: readonly ShippedExport[]): ExportSection | null {
  if (shipped.length === 0) return null;
  return {
    exports: withinPage(shipped).map(({ record, dir, files }) => {
      const shown = inertTexts(record);
      return { title: titleOf(shown, shipped), facts: factsOf(shown, dir), files: files.map(fileView) };
    }),
  };
}

function titleOf({ target, mode }: ExportRecord, all: readonly ShippedExport[]): string {
  return all.filter(({ record }) => record.target === target).length > 1 ? `${target}, ${mode}` : target;
}

function factsOf(record: ExportRecord, dir: string | null): { readonly term: string; readonly text: string }[] {
  const { router, nearest, environment, forcedOver, maxDisagreement, options } = record;
  const optional = (term: string, texts: readonly string[]) => (texts.length === 0 ? [] : [{ term, text: texts.join('; ') }]);
  return [
    { term: 'How faithful', text: exportText(record) },
    {
      term: 'Folder',
      text: dir ?? (record.fidelity === 'refused' ? 'refused: nothing was written' : 'not beside this report any more'),
    },
    ...optional(
      'Options',
      Object.entries(options).map(([name, value]) => `${name} ${JSON.stringify(value)}`),
    ),
    ...(nearest === undefined
      ? []
      : [
          {
            term: 'What would express it',
            text: `${nearest.target}${nearest.options === undefined ? '' : ` ${JSON.stringify(nearest.options)}`}`,
          },
        ]),
    ...(record.loss === null ? [] : [{ term: 'Refused above', text: `${100 * maxDisagreement} % of decisions differing` }]),
    ...optional('Variables that production sets', environment),
    ...optional('Shipped by force over', forcedOver),
    { term: 'Router', text: `${router.name}, decision hash ${router.decisionHash}` },
  ];
}

function fileView({ path, size, text, note }: ShippedFile) {
  const shown = text === null ? '' : inertLines(text);
  const changed = text !== null && shown !== text;
  return {
    title: `${inertLines(path)}${text === null ? '' : `, ${formatCount(size)} characters`}`,
    path: inertLines(path),
    text: shown,
    // What is shown otherwise than it is must not be taken for the file.
    whole: text !== null && !changed,
    note: note ?? (changed ? 'holds controls that are spelt out here: take it from its folder' : ''),
  };
}
