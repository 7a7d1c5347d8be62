import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

const ROUTER = fileURLToPath(new URL('../../src/router/', import.meta.url));
const ENTRY = '\0lean-entry.ts';

/** Members of an entry (a policy, a predictor, a block …) that only checking a file, or telling of it, needs. */
const TELLING = ['check', 'members', 'describe', 'title', 'unit'];
/** What only deciding for many requests at once needs. */
const FOR_MANY = ['routeAll'];
const WITH_ENTRIES = /^(policy|predictor|learner|space|feature)\//;

/** The lists of entries, as their files write them, and what stands in place of each. */
const LISTS = {
  'policy/index.ts': { list: /= \{\n(?: {2}\w+,\n)+\};/, of: ({ policies }) => `= { ${policies} } as never;` },
  'predictor/index.ts': { list: /= \{\n(?: {2}\w+,\n)+\};/, of: ({ predictors }) => `= { ${predictors} } as never;` },
  'space/index.ts': { list: /= \{\n(?: {2}\w+,\n)+\};/, of: ({ blocks }) => `= { ${blocks} } as never;` },
  'learner/index.ts': { list: /= \[\w+ as Learner, [^\]]+\];/, of: ({ learners }) => `= [${learners}] as never;` },
};

/**
 * The runtime with nothing but what some routers need: of every list the entries named, no checks of a file that its two hashes
 * vouch for, short errors. Everything that decides is the runtime's own source.
 *
 * @param {{ policies: string[], predictors: string[], blocks: string[], learners: string[], patterns: boolean, executes: boolean }} parts
 * @param {boolean} codePointStrings an index into a text is a code point, as nginx's njs has it, not a UTF-16 unit
 */
export function lean(parts, codePointStrings) {
  return {
    name: 'lean-runtime',
    resolveId(id, importer = '') {
      if (id === 'lean-entry') return ENTRY;
      const from = importer.startsWith(ROUTER) ? importer.slice(ROUTER.length) : null;
      if (from === null) return null;
      if (id.endsWith('/user-error.js')) return leanFile('user-error');
      if (id.endsWith('/check.js')) return leanFile('check');
      if (id.endsWith('/nearest.js')) return from.startsWith('predictor/') ? null : leanFile('nearest');
      if (!parts.executes && /\/check-(request|feedback)\.js$/.test(id)) return leanFile('unchecked');
      if (!parts.blocks.includes('embedding') && id.endsWith('/domain/embedding.js')) return leanFile('no-embedding');
      if (id.endsWith('/whole-dots.js')) return leanFile('no-kernel');
      if (id.endsWith('/shelf.js')) return leanFile('no-shelf');
      if (id.endsWith('/kept-predictions.js')) return leanFile('no-keeping');
      if (!parts.patterns && from === 'operator.ts' && id === './pattern/matcher.js') return leanFile('no-patterns');
      return null;
    },
    load(id) {
      if (id === ENTRY) return entryText(parts, codePointStrings);
      if (!id.startsWith(ROUTER)) return null;
      const file = id.slice(ROUTER.length);
      const text = readFileSync(id, 'utf8');
      const listed = withList(file, codePointStrings ? byCodePoint(text) : text, parts);
      return { code: without(membersCut(file, parts), listed, id), moduleType: 'ts' };
    },
  };
}

function leanFile(name) {
  return `${ROUTER}lean/${name}.ts`;
}

/** nginx makes a router anew for every request, so there the hashes may be checked elsewhere: `createRouter` is had as well. */
function entryText({ executes }, forNjs) {
  const from = (members, file) => `export { ${members} } from ${JSON.stringify(file)};\n`;
  return [
    from('loadRouter', leanFile('load')),
    forNjs ? from('createRouter', `${ROUTER}create-router.ts`) : '',
    executes ? from('next, start', `${ROUTER}execute.ts`) : '',
  ].join('');
}

function withList(file, text, parts) {
  const cut = LISTS[file];
  if (cut === undefined) return text;
  const shorter = text.replace(cut.list, cut.of(parts));
  if (shorter === text) throw new Error(`src/router/${file}: its list is not written as tools/bundle/lean.mjs looks for it`);
  return shorter;
}

function membersCut(file, { executes }) {
  if (WITH_ENTRIES.test(file)) return TELLING;
  return file === 'create-router.ts' && !executes ? FOR_MANY : [];
}

/** A source that steps over pairs of surrogates, for an engine that has none; nothing else of it counts units. */
function byCodePoint(text) {
  return text
    .replace(/if \(.* > 0xffff\) i\+\+;/g, 'if (false);')
    .replace('point > 0xffff ? 2 : 1', '1')
    .replace('new Uint8Array(text.length * 3)', 'new Uint8Array(text.length * 4)');
}

/** The text without the members of these names in its object literals. */
function without(names, text, id) {
  if (names.length === 0) return text;
  const cuts = [];
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) node.forEach(visit);
    else if (node.type === 'Property' && names.includes(node.key.name)) cuts.push([node.start, node.end]);
    else Object.values(node).forEach(visit);
  };
  visit(parseAst(text, { lang: 'ts' }, id));
  let kept = text;
  for (const [from, to] of cuts.sort((a, b) => b[0] - a[0])) kept = kept.slice(0, from) + kept.slice(to).replace(/^\s*,/, '');
  return kept;
}
