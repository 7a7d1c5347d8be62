import { describe, expect, it } from 'vitest';
import { textParts, withoutCodeMarks } from '../../src/report/code-words.js';
import { renderHtml } from '../../src/report/html.js';
import { escapeText } from '../../src/report/markdown-text.js';
import { aResults } from '../support/a-results.js';

const VERDICT = 'Nothing is chosen. Add `split:` to choose. A name like `<img>` or `a*b` or ` is no code.';

describe('code words', () => {
  it('are set apart, and nothing else between backticks is', () => {
    expect(textParts(VERDICT)).toEqual([
      { code: false, text: 'Nothing is chosen. Add ' },
      { code: true, text: 'split:' },
      { code: false, text: ' to choose. A name like `<img>` or `a*b` or ` is no code.' },
    ]);
    expect(withoutCodeMarks('Add `split:` now')).toBe('Add split: now');
    expect(textParts('')).toEqual([]);
  });

  it('keep their backticks in Markdown, where others are escaped', () => {
    expect(escapeText(VERDICT)).toBe(
      'Nothing is chosen. Add `split:` to choose. A name like \\`&lt;img&gt;\\` or \\`a\\*b\\` or \\` is no code.',
    );
  });

  it('are code in the page', async () => {
    const page = await renderHtml(aResults({ verdict: VERDICT }));
    const html = page.slice(page.indexOf('<p class="main">'), page.indexOf('<p class="soft">'));
    expect(html).toContain('<p class="main">Nothing is chosen.</p>');
    expect(html).toContain('<p>Add <code>split:</code> to choose. A name like &#x60;&lt;img&gt;&#x60; or ');
  });
});
