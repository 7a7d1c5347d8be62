import type { Audit } from '../../domain/results.js';
import type { Workbench } from '../workbench.js';
import { type AuditRule, some, warn } from './audit.js';

/** The same question with two right answers. */
export const references: AuditRule = {
  of: 'data',
  definitions: [
    {
      id: 'contradicting_references',
      level: 'warn',
      looksFor: 'Repeated prompts (the same text, white space aside) whose references differ: at least one of them is wrong.',
      blindTo: 'Wrong references of questions that are asked once.',
    },
  ],
  find: ({ bench }) => {
    const found = contradictions(bench);
    return found.length === 0 ? [] : [message(bench, found)];
  },
};

function message({ dataset }: Workbench, found: readonly (readonly [first: number, other: number])[]): Audit {
  const pairs = found.map(([first, other]) => `${dataset.queries.ids.get(first)} and ${dataset.queries.ids.get(other)}`);
  return warn(
    'contradicting_references',
    `${found.length} repeated prompts have another reference than the first time (${some(pairs, 3)}): at least one is wrong`,
  );
}

function contradictions({ dataset, grouping }: Workbench): [number, number][] {
  const { queries, labels } = dataset;
  const members = new Uint32Array(grouping.groups);
  for (const group of grouping.group) members[group] = (members[group] as number) + 1;
  const first = new Map<string, number>();
  const found: [number, number][] = [];
  grouping.group.forEach((group, query) => {
    if ((members[group] as number) < 2 || labels.scoring.get(query) === '{}') return;
    const prompt = JSON.stringify(queries.messages(query)).replace(/(?:\s|\\[nrt])+/g, ' ');
    const held = first.get(prompt);
    if (held === undefined) first.set(prompt, query);
    else if (labels.scoring.get(held) !== labels.scoring.get(query)) found.push([held, query]);
  });
  return found;
}
