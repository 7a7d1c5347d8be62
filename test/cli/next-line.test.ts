import { describe, expect, it } from 'vitest';
import type { RecordedWorkspace } from '../../src/app/record/recorded-workspace.js';
import { nextLine } from '../../src/cli/print/print-recorded.js';
import { recordRequest } from '../support/record-request.js';

type Lane = RecordedWorkspace['lanes'][number];

const lane = (end: Lane['end'], left: number): Lane => ({
  modelId: 'm',
  address: 'here',
  end,
  recorded: 1,
  left,
  kept: 0,
  lastFault: null,
  warnings: [],
});

function next(experiment: string | undefined, judge: Lane): string {
  const recorded = { plan: { beyondLimit: 0 }, lanes: [lane('done', 0)], judgeLanes: [judge], startedAt: new Date(0) };
  return nextLine(['record', '--max-cost', '1'], experiment, recordRequest('.'), recorded as unknown as RecordedWorkspace);
}

describe('what to do after recording', () => {
  it('is to run the experiment that was recorded', () => {
    expect(next(undefined, lane('done', 0))).toBe('next     routelab run');
    expect(next('labs/my pair.yaml', lane('done', 0))).toBe("next     routelab run 'labs/my pair.yaml'");
  });

  it('is to raise the cap where it stopped the judge', () => {
    expect(next(undefined, lane('cap', 3))).toBe('resume   routelab record --max-cost 1   (with a higher --max-cost)');
  });
});
