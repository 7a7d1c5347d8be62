import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long, the longest first; a name that is not right costs nothing but seconds. */
const LONGEST = [
  'docs/docs',
  'cli/compare',
  'cli/record',
  'cli/simulate',
  'browser/explore',
  'browser/explorer',
  'services/bullmq',
  'services/redis-trouble',
  'serve/serve-life',
  'app/kept-report',
  'cli/engine',
  'cli/tune',
  'cli/run',
  'cli/gates',
  'cli/run-shards',
  'audit/planted',
  'golden/golden',
  'browser/analysis',
  'browser/what-if-sections',
  'browser/simulation',
  'cli/import-formats',
  'export/exports-page',
].map((name) => `test/${name}.test.ts`);

/**
 * What takes long begins first, since a file that begins last is waited for alone (Vitest knows only where it ran before), and
 * files that share a process stand side by side: a worker keeps it only for the next in line.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return (project.config.isolate ? 0 : LONGEST.length + 1) + (at === -1 ? LONGEST.length : at);
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
