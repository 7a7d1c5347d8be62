import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeWorkspace } from '../../bench/make-workspace.js';

/** A generated workspace whose intervals rest on few resamples: they are coarse, and all else is as it is by default. */
export async function quickWorkspace(...[dir, ...size]: Parameters<typeof makeWorkspace>): Promise<void> {
  await makeWorkspace(dir, ...size);
  appendFileSync(join(dir, 'routelab.yaml'), 'bootstrap: { replicates: 100 }\n');
}
