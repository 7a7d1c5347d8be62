import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { expect, it } from 'vitest';

/** Where the relative links of a page lead, from the package's folder. */
function linked(page: string): string[] {
  const text = readFileSync(page, 'utf8').replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');
  const targets = [...text.matchAll(/\]\(([^)\s]+)/g)].map(([, target = '']) => target.replace(/#.*/, ''));
  return targets.filter((target) => target !== '' && !/^[a-z]+:/.test(target)).map((target) => posix.join(dirname(page), target));
}

it('every link of every page that is in the package leads to a file that is in it too', () => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8', stdio: 'pipe' });
  const [{ files, size }] = JSON.parse(packed) as [{ files: readonly { path: string }[]; size: number }];
  const there = new Set(files.map(({ path }) => path));
  const pages = [...there].filter((path) => path.endsWith('.md'));
  expect(linked('README.md').length).toBeGreaterThan(30);
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'docs/strategies.md']));
  for (const page of pages)
    expect(
      linked(page).filter((path) => !there.has(path)),
      page,
    ).toEqual([]);
  expect(size).toBeLessThan(4_500_000);
});
