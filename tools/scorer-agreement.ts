/**
 * Writes docs/scorer-agreement.md: how far the numeric scorer agrees with the right/wrong flags RouteLLM recorded for GSM8K,
 * and every answer on which it does not. Run: `npx tsx tools/scorer-agreement.ts [folder of the RouteLLM files]`.
 */
import { writeFileSync } from 'node:fs';
import { type Agreement, type Disagreement, scorerAgreement } from './scorer-agreement/measure.js';

const folder = process.argv[2] ?? '../shared/data/routellm';
const asSource = await scorerAgreement(folder, 'last_digits');
const fair = await scorerAgreement(folder, 'final');
writeFileSync('docs/scorer-agreement.md', page(asSource, fair));

function page(source: readonly Agreement[], final: readonly Agreement[]): string {
  return `# How the numeric scorer agrees with recorded flags

Written by \`tools/scorer-agreement.ts\` from RouteLLM's recorded GSM8K answers (\`gsm8k_responses.csv\`: answer texts and True/False
flags) and GSM8K's gold answers (\`gsm8k_test.jsonl\`), contaminated prompts included. Query ids are those of
\`routelab import routellm --set gsm8k\`.

## As the source marked them: \`extract: last_digits\`

The flags follow one rule: delete the commas, take the last run of digits in the answer and in the gold text, compare. That
extraction reproduces every flag.

${summary(source)}
${source
  .filter((row) => row.disagreements.length > 0)
  .map(table)
  .join('\n')}## As a reader would: \`extract: final\` (the default)

\`final\` reads \`\\boxed{…}\`, \`#### n\`, "the answer is n" or the last number, with sign, decimals and thousands separators. It differs
from the flags on the answers listed below, each with what both read and why. Mostly it is the source's rule that misreads.

${summary(final)}
${final.map(table).join('\n')}`;
}

function summary(rows: readonly Agreement[]): string {
  const lines = rows.map(({ modelId, n, disagreements }) => {
    const share = ((100 * (n - disagreements.length)) / n).toFixed(2);
    return `| ${modelId} | ${n} | ${n - disagreements.length} | ${share} % | ${disagreements.length} |`;
  });
  return `| model | answers | agree | share | differ |\n| --- | ---: | ---: | ---: | ---: |\n${lines.join('\n')}\n`;
}

function table({ modelId, disagreements }: Agreement): string {
  const lines = disagreements.map(
    (row: Disagreement) =>
      `| ${row.queryId} | ${row.extracted ?? 'none'} | ${row.gold} | ${row.flag ? 'right' : 'wrong'} | ${row.sourceRead ?? 'none'} | ${row.reason} |`,
  );
  const head =
    '| query | `final` reads | gold | flag | the source read | why they differ |\n| --- | ---: | ---: | --- | ---: | --- |';
  return `### ${modelId}\n\n${head}\n${lines.join('\n')}\n`;
}
