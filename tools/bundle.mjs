import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { assetModule } from './bundle/asset-module.mjs';
import { ASSETS } from './bundle/assets.mjs';
import { bundle } from './bundle/bundle.mjs';

// Makes the generated script modules. A module that would not change is left alone, so that what watches or caches files
// has nothing to do; several of these may run at once, so a file is made beside its place.
const root = new URL('..', import.meta.url);
for (const asset of ASSETS) {
  const to = new URL(asset.to, root);
  const text = assetModule(asset, await scriptOf(asset));
  if (textOf(to) === text) continue;
  mkdirSync(new URL('.', to), { recursive: true });
  const making = new URL(`${asset.to}.${process.pid}`, root);
  writeFileSync(making, text);
  renameSync(making, to);
}

/** A bundle, a source as it is, or a module's bytes in base64. */
async function scriptOf(asset) {
  if (asset.as === 'wasm') {
    const { kernelBytes } = await import(new URL(asset.entry, root).href);
    return Buffer.from(kernelBytes()).toString('base64');
  }
  if (asset.replaced === undefined) return bundle(asset);
  const [from, to] = asset.replaced;
  const source = readFileSync(new URL(asset.entry, root), 'utf8');
  return from === '' ? source : source.replaceAll(from, to);
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
