import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runNotes } from '../../src/app/report/run-notes.js';
import { provenanceSection } from '../../src/report/page/provenance-section.js';
import type { RunNotes } from '../../src/report/protocol-text.js';
import { aResults } from '../support/a-results.js';

const factOf = (term: string, notes: RunNotes): string | undefined =>
  provenanceSection(aResults(), notes, { absent: 'none' }).facts.find((fact) => fact.term === term)?.text;

describe('the provenance of a page', () => {
  it('says what was typed, word by word, and what ran it', () => {
    const typed = ['routelab', 'run', '--gate', 'quality.mean >= 0.8'];
    expect(factOf('Command', { command: typed, node: 'v20.1.0' })).toBe(
      'routelab run --gate "quality.mean >= 0.8", on Node v20.1.0',
    );
    expect(factOf('Command', { command: ['a\u202eb'] })).not.toContain('\u202e');
    expect(factOf('Command', {})).toBeUndefined();
  });

  it('says by which schema its results can be read', () => {
    expect(factOf('Form', {})).toMatch(/^results of version 1; .*schema\/results\.schema\.json$/);
  });

  it('takes from run.json what is of its form, and nothing of another', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'notes-'));
    const notesOf = async (json: unknown) => {
      writeFileSync(join(dir, 'run.json'), JSON.stringify(json));
      return runNotes(join(dir, 'results.json'));
    };
    expect(await notesOf({ command: ['routelab', 'run'], node: 'v20.1.0', testLook: 2, host: 'x' })).toEqual({
      command: ['routelab', 'run'],
      node: 'v20.1.0',
      testLook: 2,
    });
    expect(await notesOf({ command: 'routelab run', node: 20, testLook: '2', exports: {} })).toEqual({});
    expect(await runNotes(join(dir, 'nowhere/results.json'))).toEqual({});
  });
});
