import type { ScorerDefinition } from './scorer.js';

/** The quality the source of the recording gave it (imports; a judge run beforehand). Null where it gave none. */
export const given: ScorerDefinition = {
  name: 'given',
  version: 1,
  needs: 'given',
  description: 'the quality that came with the recording',
  options: {},
  create: () => (recording) => {
    const { quality } = recording;
    return quality !== undefined && quality >= 0 && quality <= 1 ? quality : null;
  },
};
