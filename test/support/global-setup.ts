import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Command-line tests run the built program, so it is built once before any test. Whatever tests write goes below one
 * folder, which is gone afterwards.
 */
export default function setup(): () => void {
  const scratch = mkdtempSync(join(tmpdir(), 'routelab-tests-'));
  process.env['TMPDIR'] = scratch;
  process.env['ROUTELAB_TEST_RUN'] = String(process.pid);
  // Sources import the bundled scripts, so even tests of sources alone need them.
  execFileSync(process.execPath, ['tools/bundle.mjs'], { stdio: 'inherit' });
  if (process.env['ROUTELAB_TEST_NO_BUILD'] !== '1') {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  }
  return () => rmSync(scratch, { recursive: true, force: true });
}
