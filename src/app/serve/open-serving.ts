import { dirname, join } from 'node:path';
import pLimit, { type LimitFunction } from 'p-limit';
import { modelListOf, modelsSchema } from '../../dataset/models-schema.js';
import type { CallParameters } from '../../domain/call-parameters.js';
import type { ModelList } from '../../domain/model.js';
import { UserError } from '../../domain/user-error.js';
import { sender } from '../../provider/send/send.js';
import { openSpendLedger } from '../../provider/spend-ledger.js';
import { countTokens } from '../../provider/tokens.js';
import { bookkeepingDir } from '../../recording/recording-file.js';
import { isPriced } from '../call/plan-recording.js';
import { type RecordKeys, recordKeys } from '../call/record-keys.js';
import { type RecordTarget, recordTarget, variablesOf } from '../call/record-target.js';
import { type ConfigFile, parseConfig, readConfigFile } from '../load/config-file.js';
import { withPlaces } from '../load/load-experiment.js';
import { clientSettings, PROVIDER_CONCURRENCY } from '../record/record-into.js';
import { requireRecordable } from '../record/record-requirements.js';
import { loadRouters } from '../simulate/load-routers.js';
import { openBreakers } from './breakers.js';
import { logWorkspace } from './log-workspace.js';
import { readEvents, routerMemory } from './memory.js';
import { modelsFileOf } from './models-file.js';
import type { ServeRequest } from './serve-request.js';
import type { ServedModel, Serving } from './serving.js';
import { LOG_FILES, openTrafficLog } from './traffic-log.js';

/** A server's inside, with the router's name and the end of it all. */
export interface OpenedServing {
  readonly serving: Serving;
  readonly close: () => Promise<void>;
}

/** What is served, checked: nothing is written and nothing is sent before all of it fits. */
export async function prepareServing(request: ServeRequest) {
  const path = await modelsFileOf(request.modelsFile);
  const [router] = await loadRouters(dirname(path), request.router === undefined ? [] : [request.router]);
  if (router === undefined) throw new Error('no router was loaded');
  const file = await readConfigFile(path);
  const list = modelListOf(parseConfig(file, modelsSchema));
  const targets = withPlaces(file, () => router.router.config.models.map(({ id }) => targetOf(id, list, path)));
  const variables = targets.flatMap(variablesOf);
  const keys = await recordKeys(request.envFile, [...variables, request.tokenEnv], request.env);
  const asked = targets.map(({ model }) => ({ modelId: model.id, priced: isPriced(model), paid: costs(model.price) }));
  requireRecordable(asked, variables, keys, request, `it counts everything that was ever spent on ${request.log}`);
  return { router, file, list, targets, keys };
}

/**
 * Opens everything that requests share; the caller holds the lock of the folder.
 *
 * @param onTrouble told what could not be written
 */
export async function openServing(
  request: ServeRequest,
  { router: { router }, file, targets, keys }: Awaited<ReturnType<typeof prepareServing>>,
  onTrouble: (error: unknown) => void,
): Promise<OpenedServing> {
  await logWorkspace(request.log, router.config, file as ConfigFile);
  const recordings = join(request.log, LOG_FILES.recordings);
  const capUsd = request.maxCostUsd ?? Number.POSITIVE_INFINITY;
  const ledger = await openSpendLedger(join(bookkeepingDir(recordings), 'spend.jsonl'), Math.floor(capUsd * 1e12), Date.now);
  const earlier = await readEvents(join(request.log, LOG_FILES.events));
  const log = await openTrafficLog(request.log, request.texts, keys.secrets);
  await loadClients(targets, keys);
  const slots = new Map<string, LimitFunction>();
  const serving: Serving = {
    router,
    models: new Map(targets.map((target) => [target.model.id, servedModel(target, keys, slots)])),
    countTokens: await countTokens(),
    ledger,
    capUsd,
    breakers: openBreakers(router.execution.breaker),
    memory: routerMemory(router, earlier, (event) => void log.event(event).catch(onTrouble)),
    log,
    answers: new Map(),
    secrets: keys.secrets,
    attemptTimeoutMs: request.attemptTimeoutMs,
    buffer: request.buffer,
  };
  return {
    serving,
    async close() {
      try {
        await log.close();
      } finally {
        await ledger.close();
      }
    },
  };
}

/** @throws UserError for a model of the router that the file doesn't have */
function targetOf(id: string, list: ModelList, path: string): RecordTarget {
  const model = list.models.find((one) => one.id === id);
  if (model !== undefined) return recordTarget(model, list);
  throw new UserError({
    file: path,
    field: 'models',
    message: 'the router asks a model that is not here',
    value: id,
    accepted: list.models.map((one) => one.id).join(', '),
  });
}

/** SDKs are loaded when a client is opened: before anybody waits for an answer within the router's time for a call. */
async function loadClients(targets: readonly RecordTarget[], keys: RecordKeys): Promise<void> {
  await Promise.all(targets.map((target) => target.api.open({ ...clientSettings(target, keys), fetch })));
}

function costs(price: ServedModel['target']['model']['price']): boolean {
  return Object.values(price ?? {}).some((usd) => usd > 0);
}

function servedModel(target: RecordTarget, keys: RecordKeys, slots: Map<string, LimitFunction>): ServedModel {
  const { model, api, provider } = target;
  const settings = clientSettings(target, keys);
  const slot = slots.get(model.provider) ?? pLimit(provider.concurrency ?? PROVIDER_CONCURRENCY);
  slots.set(model.provider, slot);
  const inOwnWords = api.needsBaseUrl ? (options: CallParameters['options']) => options : camelCased;
  return {
    target,
    slot,
    open: (parameters) => {
      const options = inOwnWords(parameters.options);
      return sender(api, settings, { ...parameters, ...(options === undefined ? {} : { options }) });
    },
  };
}

/** SDKs of single providers name settings as JavaScript does; compatible endpoints take them as they are. */
function camelCased(options: CallParameters['options']): CallParameters['options'] {
  if (options === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
