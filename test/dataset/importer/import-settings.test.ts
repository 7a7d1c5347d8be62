import { expect, test } from 'vitest';
import { routellm } from '../../../src/dataset/importer/routellm.js';
import { importSettings } from '../../../src/dataset/importer/source/import-settings.js';
import { wide } from '../../../src/dataset/importer/wide.js';

test('defaults are filled in, a single text is a list of one', () => {
  expect(importSettings(routellm, {}).text('scorer')).toBe('given');
  expect(importSettings(routellm, {}).flag('keep-contaminated')).toBe(false);
  const settings = importSettings(wide, { quality: 'a=b', scale: '10', id: undefined });
  expect([settings.texts('quality'), settings.texts('cost'), settings.number('scale'), settings.text('id')]).toEqual([
    ['a=b'],
    [],
    10,
    undefined,
  ]);
});

test('every unknown option and wrong value is named at once, with the nearest', () => {
  expect(() => importSettings(routellm, { 'keep-contaminate': true, scorer: 'numerics' })).toThrow(
    /--keep-contaminate .*Did you mean "--keep-contaminated"\?\n--scorer .*accepted: given, numeric\. Did you mean "numeric"\?/,
  );
  expect(() => importSettings(wide, { scale: 'ten' })).toThrow('--scale');
  expect(() => importSettings(wide, { scale: 0 })).toThrow('--scale');
});
