import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * One script out of an entry file and all it imports, minified. The same sources give the same text.
 *
 * @param {{ entry: string, format: 'iife' | 'es', packages: boolean }} asset entry from the project's root, and whether what it
 *   imports may come from packages
 * @returns {Promise<string>}
 */
export async function bundle({ entry, format, packages }) {
  const { output } = await build({
    cwd: ROOT,
    input: entry,
    platform: 'browser',
    tsconfig: false,
    // Sources name their neighbours as TypeScript wants it: by the file that will be.
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    output: { format, minify: true, codeSplitting: false },
    logLevel: 'warn',
    onLog: (level, log) => {
      throw new Error(`${entry}: ${level}: ${log.message}`);
    },
    write: false,
  });
  const [chunk] = output;
  if (output.length !== 1 || chunk.type !== 'chunk')
    throw new Error(`${entry}: a bundle is one file, this made ${output.length}`);
  const foreign = chunk.moduleIds.find((id) => id.includes('node_modules'));
  if (!packages && foreign !== undefined) throw new Error(`${entry}: carries no package, this one reached ${foreign}`);
  return chunk.code.trim();
}
