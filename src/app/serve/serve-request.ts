import type { LoadedRouter } from '../simulate/load-routers.js';

/** What is to be served, and within what. */
export interface ServeRequest {
  /** Path of a router.json, or a strategy of the latest report; undefined: the chosen one. */
  readonly router: string | undefined;
  /** How its models are called; undefined: models.yaml here, else the experiment's. */
  readonly modelsFile: string | undefined;
  /** Folder of what was served. */
  readonly log: string;
  /** false: no requests and no answers in it. */
  readonly texts: boolean;
  /** On everything ever spent on the folder; null for none given. */
  readonly maxCostUsd: number | null;
  readonly allowUnpriced: boolean;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly tokenEnv: string;
  readonly buffer: boolean;
  readonly attemptTimeoutMs: number;
  /** Requests in flight are given so long when the server is stopped. */
  readonly drainMs: number;
  readonly envFile: string | null;
  readonly env: NodeJS.ProcessEnv;
}

/** How a server is followed and stopped. */
export interface ServeControl {
  /** Aborted: no new request; those in flight end. */
  readonly soft: AbortSignal;
  /** Aborted: those in flight are broken off. */
  readonly hard: AbortSignal;
  readonly onListening: (at: { readonly url: string; readonly router: LoadedRouter; readonly spentUsd: number }) => void;
  /** A fault of ours or of the disk, while serving. */
  readonly onTrouble: (error: unknown) => void;
}

/** What serving came to. */
export interface Served {
  readonly requests: number;
  readonly spentUsd: number;
  /** Requests in flight that were broken off at the end. */
  readonly brokenOff: number;
  /** The spend cap turned a request away. */
  readonly capReached: boolean;
}
