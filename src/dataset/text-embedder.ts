import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../domain/user-error.js';

export interface EmbedderRequest {
  /** A folder with the model (config.json, tokenizer.json, onnx/model.onnx), or its name on the hub. */
  readonly model: string;
  /** How one vector is made of the model's vectors for every token. */
  readonly pooling: 'mean' | 'cls' | 'last_token';
  /** Precision of the weights, which names the file: fp32 is onnx/model.onnx, q8 onnx/model_quantized.onnx. */
  readonly dtype: string;
  /** Whether a model that is not on this machine may be fetched. */
  readonly download: boolean;
  /** Where the package is looked for first. */
  readonly from: string;
}

export interface TextEmbedder {
  embed(text: string): Promise<number[]>;
  close(): Promise<void>;
}

/** What is used of the package: it is an optional peer, so its own types may not be there. */
interface Transformers {
  readonly env: { allowRemoteModels: boolean; localModelPath: string };
  pipeline(task: 'feature-extraction', model: string, options: { readonly dtype: string }): Promise<Extractor>;
}

interface Extractor {
  (
    text: string,
    options: { readonly pooling: string; readonly normalize: boolean },
  ): Promise<{ readonly data: ArrayLike<number> }>;
  dispose?(): Promise<unknown>;
}

const PACKAGE = '@huggingface/transformers';
/** Digits of a float of 32 bits that mean anything. */
const DIGITS = 7;

/**
 * A local embedding model by transformers.js. Texts go in one by one, as production embeds a request: in a batch the
 * neighbours' padding would change the last digits.
 *
 * @throws UserError where the package or the model is not there
 */
export async function openTextEmbedder(request: EmbedderRequest): Promise<TextEmbedder> {
  const { env, pipeline } = await transformers(request.from);
  const folder = folderOf(request);
  env.allowRemoteModels = request.download && folder === undefined;
  if (folder !== undefined) env.localModelPath = `${dirname(folder)}/`;
  const name = folder === undefined ? request.model : basename(folder);
  const extract = await pipeline('feature-extraction', name, { dtype: request.dtype }).catch((error: unknown) => {
    throw new UserError({
      field: '--model',
      message: `can't be loaded: ${firstLine(error)}`,
      value: request.model,
      accepted:
        folder === undefined && !request.download
          ? 'a folder such as ./model, or --download for a model of the hub'
          : 'a model for feature extraction in ONNX',
    });
  });
  return {
    async embed(text) {
      const { data } = await extract(text, { pooling: request.pooling, normalize: true }).catch((error: unknown) => {
        throw new UserError({ field: '--model', message: `fails on a query: ${firstLine(error)}`, value: request.model });
      });
      return Array.from(data, (one) => Number(one.toPrecision(DIGITS)));
    },
    async close() {
      await extract.dispose?.();
    },
  };
}

/** A folder that is there, or is written like one; anything else is a name on the hub. */
function folderOf({ model, from }: EmbedderRequest): string | undefined {
  const path = resolve(from, model);
  return model.startsWith('.') || isAbsolute(model) || existsSync(path) ? path : undefined;
}

/** The package of the workspace, or that beside RouteLab. */
async function transformers(from: string): Promise<Transformers> {
  for (const base of [join(from, 'package.json'), import.meta.url]) {
    const path = found(base);
    if (path !== undefined) return (await import(pathToFileURL(path).href)) as Transformers;
  }
  throw new UserError({
    message: `embedding a dataset here needs ${PACKAGE}, which is not installed`,
    accepted: `npm install ${PACKAGE}@4.3.1, or an "embedding" column made elsewhere`,
  });
}

function found(base: string): string | undefined {
  try {
    return createRequire(base).resolve(PACKAGE);
  } catch {
    return undefined;
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] as string;
}
