import { relative } from 'node:path';
import { type ComparedResults, compareResults, writeComparison } from '../app/report/compare-results.js';
import { UserError } from '../domain/user-error.js';
import { type Check, stops } from '../report/check-view.js';
import { comparisonChecks, type FailOn } from '../report/comparison-checks.js';
import { tellPipeline } from './pipeline.js';
import { colour } from './print/colour.js';
import { comparisonLines } from './print/print-comparison.js';

interface CompareRequest {
  readonly base: string;
  readonly head: string | undefined;
  readonly format: 'table' | 'md' | 'json';
  readonly output: string | undefined;
  readonly junit: string | undefined;
  readonly failOn: FailOn;
  readonly tolerance: readonly string[];
  readonly top: number;
  readonly strict: boolean;
  readonly quiet: boolean;
}

/**
 * `routelab compare`: exit 0, 3 for what `--fail-on` names, or 4 where a regression was asked about and the runs can't be
 * compared in that number.
 */
export async function compareCommand(request: CompareRequest): Promise<number> {
  if (!Number.isInteger(request.top) || request.top < 0)
    throw new UserError({ field: '--top', message: 'not a count', value: String(request.top), accepted: '0, 1, 2 …' });
  if (request.output !== undefined && request.format === 'table')
    throw new UserError({ field: '--output', message: 'tables go to stdout', accepted: '--format md or --format json with it' });
  const compared = await compareResults(request);
  await print(compared, request);
  const checks = comparisonChecks(compared.comparison, compared.head, request.failOn);
  await tellPipeline({
    checks,
    strict: request.strict,
    junit: request.junit,
    file: null,
    gateLines: [],
    markdown: () => compared.render('md'),
  });
  if (request.failOn !== 'regression' && request.format === 'table') hintRegressions(checks);
  const stopping = checks.filter((check) => stops(check, request.strict));
  if (stopping.some(({ suite }) => suite === 'comparability')) return 4;
  return stopping.length > 0 ? 3 : 0;
}

/** A regression that fails nothing should not go unnoticed. */
function hintRegressions(checks: readonly Check[]): void {
  const worse = checks.filter(({ suite, verdict }) => suite === 'regressions' && verdict === 'fail').length;
  if (worse > 0)
    process.stderr.write(`${colour.dim(`next     --fail-on regression makes this exit 3 when what ships is worse`)}\n`);
}

async function print(compared: ComparedResults, { format, output, quiet }: CompareRequest): Promise<void> {
  if (format !== 'table') {
    const text = await compared.render(format);
    if (output === undefined || output === '-') {
      process.stdout.write(text);
      return;
    }
    await writeComparison(output, text);
    process.stderr.write(`${colour.dim(`wrote    ${relative(process.cwd(), output) || output}`)}\n`);
  }
  process.stdout.write(`${comparisonLines(compared.comparison, compared.head, quiet).join('\n')}\n`);
}
