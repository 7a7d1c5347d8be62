import { initWorkspace } from '../app/workspace/init-workspace.js';
import { colour } from './print/colour.js';

/** `routelab init`: copies the demo workspace and says what is where. */
export async function initCommand(request: { readonly dir: string; readonly force: boolean }): Promise<number> {
  const made = await initWorkspace(request.dir, request.force);
  for (const { path, what } of made.files) process.stdout.write(`  created  ${path.padEnd(28)} ${colour.dim(what)}\n`);
  const enter = made.dir === '.' ? '' : `cd ${made.dir} && `;
  process.stdout.write(`  next     ${enter}npx routelab run\n`);
  return 0;
}
