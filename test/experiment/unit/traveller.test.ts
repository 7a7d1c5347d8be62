import { expect, it } from 'vitest';
import { encode } from '../../../src/engine/message.js';
import { sealedAgain, unsealed } from '../../../src/experiment/unit/traveller.js';
import type { RouterDraft } from '../../../src/router/config.js';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { sealRouter } from '../../../src/router/seal.js';

const draft: RouterDraft = {
  name: 'one',
  models: [{ id: 'lab/m0', provider: 'lab', name: 'm0' }],
  input: DEFAULT_INPUT,
  pipeline: [],
  fallback: ['lab/m0'],
};

it('travels without hashes that nobody asked for, and is the same router where it arrives', () => {
  const here = sealRouter(draft);
  const way = unsealed(here);
  expect(encode(way).text).not.toContain('checksum');
  const there = sealedAgain(way);
  expect({ ...there }).toEqual({ ...here });
  expect(Object.keys(there)).toEqual(Object.keys(here));
});

it('travels with the hashes it came with: those of a router.json are not ours to work out', () => {
  const shipped = { ...sealRouter(draft), checksum: 'as it was' };
  expect(unsealed(shipped)).toBe(shipped);
  expect(sealedAgain(unsealed(shipped))).toBe(shipped);
});
