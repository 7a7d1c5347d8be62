import { relative } from 'node:path';
import pLimit from 'p-limit';
import type { Results } from '../../domain/results.js';
import { fileSha256 } from '../../file/file-hash.js';

/** A file that results depend on; its hash where reading it gave one already. */
export interface InputFile {
  readonly role: string;
  readonly path: string;
  readonly sha256?: string;
}

/** Files open at once; a workspace may have hundreds of strategies. */
const OPEN_AT_ONCE = 8;

/**
 * Files with the hash of what they hold now: asked right after they were read, since somebody may change them while the numbers that come
 * of them are worked out.
 */
export async function hashedFiles<F extends { readonly path: string }>(
  files: readonly F[],
): Promise<(F & { readonly sha256: string })[]> {
  const limit = pLimit(OPEN_AT_ONCE);
  return Promise.all(files.map(async (file) => ({ ...file, sha256: await limit(() => fileSha256(file.path)) })));
}

/** Every input with its path from the workspace and the hash of its bytes, in the order given. */
export async function inputFiles(root: string, files: readonly InputFile[]): Promise<Results['inputs']['files']> {
  const limit = pLimit(OPEN_AT_ONCE);
  return Promise.all(
    files.map(async ({ role, path, sha256 }) => ({
      role,
      path: relative(root, path).replaceAll('\\', '/'),
      sha256: sha256 ?? (await limit(() => fileSha256(path))),
    })),
  );
}
