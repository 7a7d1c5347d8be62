import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { lean } from './lean.mjs';
import { lower } from './lower.mjs';

/** njs mistakes a parameter that has its own function's name, as short names come to. */
const PLAIN_NAMES = { mangle: false, compress: true };
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * One script out of an entry file and all it imports, minified. The same sources give the same text.
 *
 * @param {{ entry: string, format: 'iife' | 'es', packages: 'any' | readonly string[], lean?: object, lowered?: boolean }} asset
 *   entry from the project's root, the packages that may come along, parts where the entry is the lean runtime, and whether it is for njs
 * @returns {Promise<string>}
 */
export async function bundle({ entry, format, packages, lean: parts, lowered = false }) {
  const { output } = await build({
    cwd: ROOT,
    input: entry,
    platform: 'browser',
    tsconfig: false,
    // Sources name their neighbours as TypeScript wants it: by the file that will be.
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    plugins: parts === undefined ? [] : [lean(parts, lowered)],
    output: { format, minify: lowered ? PLAIN_NAMES : true, codeSplitting: false },
    // How long it took on a busy machine is no fault of the script.
    checks: { bundlerTimings: false },
    logLevel: 'warn',
    onLog: (level, log) => {
      throw new Error(`${entry}: ${level}: ${log.message}`);
    },
    write: false,
  });
  const [chunk] = output;
  if (output.length !== 1 || chunk.type !== 'chunk')
    throw new Error(`${entry}: a bundle is one file, this made ${output.length}`);
  for (const id of chunk.moduleIds) {
    const name = /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1];
    if (name !== undefined && packages !== 'any' && !packages.includes(name))
      throw new Error(`${entry}: may not carry the package ${name}`);
  }
  const code = chunk.code.trim();
  return lowered ? lower(code) : code;
}
