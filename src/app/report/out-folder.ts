import { mkdir } from 'node:fs/promises';
import { UserError } from '../../domain/user-error.js';

/** Makes the folder that results are written into, where it isn't there. A file in its place is refused. */
export async function outFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR' || error.code === 'EEXIST')
      throw new UserError({ file: dir, field: '--out', message: 'is a file', accepted: 'a folder' });
    throw error;
  });
}
