import type { AuditDefinition } from '../../src/experiment/audit/audit.js';
import { auditRules } from '../../src/experiment/audit/index.js';

/** docs/audits.md, from the definitions that the audits themselves carry. */
export function auditsPage(): string {
  const of = (kind: 'data' | 'run'): readonly AuditDefinition[] =>
    auditRules.flatMap((rule) => (rule.of === kind ? rule.definitions : []));
  return `# Audits

Made from the code's own definitions by \`npm run docs\`; a test holds this page to it.

An audit looks for one way in which the numbers could mislead. What it finds is printed with every run and stands in \`results.json\` under
\`audits\`, with the id, a level and one sentence. *error*: don't use the numbers before it is mended. *warn*: know it before you use them. *note*: good
to know. No audit changes a number, and none reads a clock.

\`routelab import\` prints what the first table finds in the new workspace (\`--no-audit\` skips it; a workspace that does not load is told as
\`not_audited\`). A data set that passes is not proven sound: the last column says what each audit can't see.

What would happen under other circumstances (other spellings, prices, a model down, another mix) is in [robustness.md](robustness.md).

## Of the data: after an import, and with every run

${table(of('data'))}

## Of a comparison: with every run

${table(of('run'))}
`;
}

function table(definitions: readonly AuditDefinition[]): string {
  return `| id | level | looks for | can't see |
| --- | --- | --- | --- |
${definitions.map(({ id, level, looksFor, blindTo }) => `| \`${id}\` | ${level} | ${looksFor} | ${blindTo} |`).join('\n')}`;
}
