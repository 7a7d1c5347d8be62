import { dispatchEmulator } from '../dispatch/dispatch.js';
import type { ExportFile, ExportOptions } from '../target.js';
import { bifrostChains } from './bifrost.js';
import type { Emulator } from './emulator.js';
import { envoyChains } from './envoy-ai-gateway.js';
import { haproxyDispatch, haproxyNative } from './haproxy.js';
import { kongChains } from './kong.js';
import { litellmChains } from './litellm.js';
import { complexityEmulator } from './litellm-complexity.js';
import { heuristicV2Emulator } from './litellm-heuristic-v2.js';
import { flagChains, flagEmulator } from './openfeature.js';
import { openrouterChains } from './openrouter.js';
import { portkeyEmulator } from './portkey.js';
import { tensorzeroChains } from './tensorzero.js';
import { hintedEmulator, semanticRouterEmulator } from './vllm-semantic-router.js';

/** What a target's files decide, whoever holds them and whatever was done to them since. */
type FileReader = (files: readonly ExportFile[], options: ExportOptions) => Emulator;

/** A gateway that is told the route by its name. */
function told(chainsIn: (files: readonly ExportFile[]) => (name: string) => readonly string[]): FileReader {
  return (files) => dispatchEmulator(files, chainsIn(files));
}

/** By target; a target whose runtime is ours has none. A test holds this list against what each target says of its own files. */
const READERS: Readonly<Record<string, FileReader>> = {
  portkey: portkeyEmulator,
  litellm: (files, options) => {
    if (options['mode'] === 'complexity') return complexityEmulator(files);
    return options['mode'] === 'heuristic_v2' ? heuristicV2Emulator(files) : told(litellmChains)(files, options);
  },
  openrouter: told(openrouterChains),
  tensorzero: told(tensorzeroChains),
  bifrost: told(bifrostChains),
  'envoy-ai-gateway': told(envoyChains),
  kong: told(kongChains),
  haproxy: (files, options) => (options['mode'] === 'native' ? haproxyNative(files) : haproxyDispatch(files)),
  openfeature: (files, options) => (options['mode'] === 'native' ? flagEmulator(files) : told(flagChains)(files, options)),
  'vllm-semantic-router': (files, options) =>
    options['mode'] === 'native' ? semanticRouterEmulator(files) : hintedEmulator(files),
};

/** The emulator of a target's files; null where our own runtime decides. */
export function emulatorOf(target: string, files: readonly ExportFile[], options: ExportOptions): Emulator | null {
  return READERS[target]?.(files, options) ?? null;
}
