import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/**
 * The generated module that holds a script.
 *
 * @param {{ entry: string, as: 'text' | 'wasm' | 'packed', name: string, about: string }} asset
 * @param {string} script
 * @returns {string}
 */
export function assetModule({ entry, as, name, about }, script) {
  // Inside a page either would end the script, or hide its end.
  const unsafe = /<\/script|<!--/i.exec(script);
  if (unsafe !== null) throw new Error(`${entry}: a script for a page may not hold ${unsafe[0]}`);
  const value = as === 'packed' ? packed(script) : script;
  return `// Generated from ${entry} by tools/bundle.mjs.\n\n/** ${about} */\nexport const ${name} = ${JSON.stringify(value)};\n`;
}

/** Gzip of the script, and the hash that lets a page run it. */
function packed(script) {
  return {
    gzipBase64: gzipSync(script, { level: 9 }).toString('base64'),
    sha256Base64: createHash('sha256').update(script).digest('base64'),
  };
}
