import { execFileSync } from 'node:child_process';

/** Command-line tests run the built program, so build it once before any test. */
export default function setup(): void {
  if (process.env['ROUTELAB_TEST_NO_BUILD'] === '1') return;
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
}
