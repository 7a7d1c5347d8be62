import { RUNTIMES } from './runtimes.mjs';

/**
 * Scripts that the build makes out of our own sources and keeps as text in a generated module, to be imported like any other.
 * Adding one = a line here. `.ci/run`, tests, types and the build all make them first; generated files are not committed.
 *
 * - text: `export const <name>` is the script itself.
 * - replaced: the entry is a source that is kept as it is, but for one text in it: a template of exported files.
 * - lean: the entry is the runtime with these parts alone (lean.mjs).
 * - wasm: the entry makes a WebAssembly module, kept in base64.
 * - packed: `export const <name>` is { gzipBase64, sha256Base64 }: too large to stand in a page unless it is needed.
 */
export const ASSETS = [
  // First, because bundles may hold it.
  {
    entry: 'tools/bundle/wasm/resample-kernel.mjs',
    as: 'wasm',
    to: 'src/stats/asset/resample-kernel.ts',
    name: 'RESAMPLE_KERNEL',
    about: 'The WebAssembly module that draws and adds up bootstrap resamples, in base64.',
  },
  {
    entry: 'tools/bundle/wasm/dots-kernel.mjs',
    as: 'wasm',
    to: 'src/stats/asset/dots-kernel.ts',
    name: 'DOTS_KERNEL',
    about: 'The WebAssembly module that makes eight dot products at a time, in base64.',
  },
  {
    entry: 'tools/bundle/wasm/cluster-kernel.mjs',
    as: 'wasm',
    to: 'src/stats/asset/cluster-kernel.ts',
    name: 'CLUSTER_KERNEL',
    about: 'The WebAssembly module that assigns points to centroids and adds them up, in base64.',
  },
  {
    entry: 'tools/bundle/wasm/curve-kernel.mjs',
    as: 'wasm',
    to: 'src/stats/asset/curve-kernel.ts',
    name: 'CURVE_KERNEL',
    about: 'The WebAssembly module that puts scores in order and adds up along them, in base64.',
  },
  {
    entry: 'tools/bundle/wasm/gather-kernel.mjs',
    as: 'wasm',
    to: 'src/stats/asset/gather-kernel.ts',
    name: 'GATHER_KERNEL',
    about: 'The WebAssembly module that adds up what many choosers’ choices come to, in base64.',
  },
  {
    entry: 'tools/bundle/wasm/choice-kernel.mjs',
    as: 'wasm',
    to: 'src/stats/asset/choice-kernel.ts',
    name: 'CHOICE_KERNEL',
    about: 'The WebAssembly module that finds the option worth most at given prices, in base64.',
  },
  {
    entry: 'tools/bundle/wasm/whole-dots-kernel.mjs',
    as: 'wasm',
    to: 'src/router/asset/whole-dots-kernel.ts',
    name: 'WHOLE_DOTS_KERNEL',
    about: 'The WebAssembly module that multiplies a vector of whole numbers with many rows, in base64.',
  },
  {
    entry: 'tools/bundle/wasm/sparse-kernel.mjs',
    as: 'wasm',
    to: 'src/stats/asset/sparse-kernel.ts',
    name: 'SPARSE_KERNEL',
    about: 'The WebAssembly module that multiplies sparse rows with several vectors, in base64.',
  },
  {
    entry: 'src/report/client/main.ts',
    format: 'iife',
    packages: ['simple-statistics'],
    as: 'text',
    to: 'src/report/asset/page-script.ts',
    name: 'PAGE_SCRIPT',
    about: 'What the report page runs.',
  },
  {
    entry: 'src/report/client/vega/entry.ts',
    format: 'iife',
    packages: 'any',
    as: 'packed',
    to: 'src/report/asset/vega-script.ts',
    name: 'VEGA_SCRIPT',
    about: 'Vega, Vega-Lite and the interpreter, which a report page starts when a chart is first touched.',
  },
  ...['answer-stream', 'carry-out', 'limits', 'request', 'routed-model'].map((name) => ({
    entry: `src/export/template/ai-sdk/${name}.ts`,
    // The exported file takes the runtime from the package.
    replaced: ['../../../router/index.js', 'routelab/router'],
    as: 'text',
    to: `src/export/asset/ai-sdk-${name}.ts`,
    name: 'SOURCE',
    about: `${name}.ts of every AI SDK export.`,
  })),
  ...['headers', 'webhook'].map((name) => ({
    entry: `src/export/template/portkey/${name}.mjs`,
    replaced: ['', ''],
    as: 'text',
    to: `src/export/asset/portkey-${name}.ts`,
    name: 'SOURCE',
    about: `${name}.mjs of Portkey exports.`,
  })),
  {
    entry: 'src/export/template/dispatch/route.mjs',
    replaced: ['', ''],
    as: 'text',
    to: 'src/export/asset/dispatch-route.ts',
    name: 'SOURCE',
    about: 'route.mjs of exports to gateways that are told the route.',
  },
  {
    entry: 'src/export/template/nginx/gateway.mjs',
    // nginx looks for what is imported beside nginx.conf.
    replaced: ['./routelab-router.njs.js', 'routelab-router.njs.js'],
    as: 'text',
    to: 'src/export/asset/nginx-gateway.ts',
    name: 'SOURCE',
    about: 'gateway.js of nginx exports.',
  },
  {
    entry: 'src/export/template/vllm-semantic-router/ask.mjs',
    replaced: ['', ''],
    as: 'text',
    to: 'src/export/asset/vllm-semantic-router-ask.ts',
    name: 'SOURCE',
    about: 'ask.mjs of exports to vLLM semantic-router.',
  },
  {
    entry: 'src/export/openfeature/context.ts',
    format: 'es',
    packages: [],
    as: 'text',
    to: 'src/export/asset/openfeature-context.ts',
    name: 'SOURCE',
    about: 'context.mjs of OpenFeature exports: what a flag must know of a request, by the runtime’s own features.',
  },
  {
    entry: 'src/export/template/haproxy/ask.mjs',
    replaced: ['', ''],
    as: 'text',
    to: 'src/export/asset/haproxy-ask.ts',
    name: 'SOURCE',
    about: 'ask.mjs of HAProxy exports.',
  },
  ...RUNTIMES.flatMap((runtime) => [runtimeAsset(runtime, false), runtimeAsset(runtime, true)]),
];

/** The runtime of some routers in one file: as a module, or in the language of nginx's njs. */
function runtimeAsset({ name, parts }, lowered) {
  return {
    entry: 'lean-entry',
    lean: parts,
    lowered,
    format: 'es',
    packages: [],
    as: 'text',
    to: `src/export/asset/runtime-${name}${lowered ? '-njs' : ''}.ts`,
    name: 'RUNTIME',
    about: `The runtime in one file${lowered ? ' for njs' : ''}, with what the routers of "${name}" need.`,
  };
}
