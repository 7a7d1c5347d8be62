import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp-file.js';

interface Entry {
  readonly entry: string;
  readonly format: 'iife' | 'es';
  readonly packages: 'any' | readonly string[];
}
const BUNDLE = '../../tools/bundle/bundle.mjs';
const MODULE = '../../tools/bundle/asset-module.mjs';
const { bundle } = (await import(BUNDLE)) as { bundle(asset: Entry): Promise<string> };
const { assetModule } = (await import(MODULE)) as {
  assetModule(asset: { entry: string; as: 'text' | 'packed'; name: string; about: string }, script: string): string;
};

/** A script of two TypeScript files that name each other as TypeScript wants it. */
function entryOf(main: string): string {
  return join(tempFolder({ 'main.ts': main, 'other.ts': 'export const twice = (n: number): number => 2 * n;' }), 'main.ts');
}
const TWICE = "import { twice } from './other.js';\n";

describe('the bundler', () => {
  it('makes one minified script of all that an entry imports, the same each time', async () => {
    const entry = entryOf(`${TWICE}globalThis.found = twice(21);`);
    const text = await bundle({ entry, format: 'iife', packages: [] });
    expect(text).not.toMatch(/import|: number|\n/);
    const scope: { found?: number } = {};
    new Function('globalThis', text)(scope);
    expect(scope.found).toBe(42);
    expect(await bundle({ entry, format: 'iife', packages: [] })).toBe(text);
  });

  it('makes a module with the names that the entry exports', async () => {
    const text = await bundle({ entry: entryOf(`${TWICE}export { twice };`), format: 'es', packages: [] });
    const { twice } = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { twice(n: number): number };
    expect(twice(4)).toBe(8);
  });

  it('refuses a package where none may come along, and what only Node has', async () => {
    const zod = entryOf(`import { z } from '${resolve('node_modules/zod/index.js')}';\nglobalThis.found = z;`);
    await expect(bundle({ entry: zod, format: 'iife', packages: [] })).rejects.toThrow('may not carry the package zod');
    const fs = entryOf("import { readFileSync } from 'node:fs';\nglobalThis.found = readFileSync;");
    await expect(bundle({ entry: fs, format: 'iife', packages: [] })).rejects.toThrow('node:fs');
  });
});

describe('a generated module', () => {
  const asset = { entry: 'a.ts', as: 'text', name: 'SCRIPT', about: 'About it.' } as const;

  it('holds the script as text, or as gzip with the hash that lets a page run it', async () => {
    expect(assetModule(asset, 'run("it")')).toContain('export const SCRIPT = "run(\\"it\\")";');
    const packed = assetModule({ ...asset, as: 'packed' }, 'run("it")');
    const held = JSON.parse(packed.slice(packed.indexOf('{"'), packed.lastIndexOf(';'))) as {
      gzipBase64: string;
      sha256Base64: string;
    };
    const bytes = Buffer.from(held.gzipBase64, 'base64');
    const { gunzipSync } = await import('node:zlib');
    const { createHash } = await import('node:crypto');
    expect(gunzipSync(bytes).toString()).toBe('run("it")');
    expect(held.sha256Base64).toBe(createHash('sha256').update('run("it")').digest('base64'));
    // No time stamp: the same script gives the same bytes whenever it is built.
    expect([...bytes.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
  });

  it.each(['a = "</script>"', 'a = "<!--"'])('refuses what would end a script in a page: %s', (script) => {
    expect(() => assetModule(asset, script)).toThrow('may not hold');
  });
});
