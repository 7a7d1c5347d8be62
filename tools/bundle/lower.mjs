import { readFileSync } from 'node:fs';
import { transform } from '@swc/core';

/** What nginx's engine has no words for. Few keys are ever in these maps, so looking one up is a walk. */
const PRELUDE = readFileSync(new URL('njs-prelude.txt', import.meta.url), 'utf8')
  .replace(/^\/\/.*\n/gm, '')
  .replace(/\n\s*/g, '');

/** Every list that is spread or walked is an array, and classes are plain constructors: shorter, and no iterators are needed. */
const ASSUMPTIONS = {
  iterableIsArray: true,
  setPublicClassFields: true,
  noClassCalls: true,
  constantSuper: true,
  superIsCallableConstructor: true,
  objectRestNoSymbols: true,
  ignoreFunctionLength: true,
  ignoreFunctionName: true,
};

/**
 * A module in the language of nginx's njs 0.7: ECMAScript 5 with `export default`, the named exports its members.
 *
 * @param {string} text a module that imports nothing
 */
export async function lower(text) {
  const { code } = await transform(text, {
    isModule: true,
    configFile: false,
    swcrc: false,
    minify: true,
    jsc: {
      parser: { syntax: 'ecmascript' },
      target: 'es5',
      assumptions: ASSUMPTIONS,
      minify: { compress: false, mangle: false },
    },
  });
  const named = /export\{([^}]*)\};?/.exec(code);
  if (named === null) throw new Error('the module exports nothing');
  const members = named[1].split(',').map((one) => {
    const [own, name = own] = one.trim().split(/\s+as\s+/);
    return `${name}:${own}`;
  });
  // njs takes a method's own name for its parameter of that name: methods go without.
  const nameless = code.replace(named[0], '').replace(/\b(\w+):function \1\(/g, '$1:function(');
  return `${PRELUDE}${nameless}\nexport default {${members.join(',')}};`;
}
