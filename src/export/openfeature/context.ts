import type { Scalar } from '../../domain/json.js';
import type { InputSpec } from '../../router/config.js';
import { featureNamed } from '../../router/feature/index.js';
import { requestText } from '../../router/feature/request-text.js';
import { murmur3 } from '../../router/identity/murmur3.js';
import { batchOfOne } from '../../router/one-request.js';
import { compileOperators } from '../../router/operator.js';
import type { RouteRequest } from '../../router/router.js';
import { stickyKey } from '../../router/sticky-key.js';

/** What flags need to know of a request, each by the name it has in the evaluation context. */
export interface ContextSpec {
  readonly input: InputSpec;
  /** Whole numbers read off the request. */
  readonly features: Readonly<Record<string, string>>;
  /** Signals as they are, where they are a text, a number or a truth. */
  readonly signals: Readonly<Record<string, string>>;
  /** What type a signal is of: string, number, boolean, null or missing. */
  readonly types: Readonly<Record<string, string>>;
  /** Tests that no flag has words for: of the text (`prompt.text`) or of a signal. */
  readonly tests: Readonly<Record<string, { readonly field: string; readonly is: unknown }>>;
  /** Hashes of who asks, 0 to 2³² − 1, by their salt. */
  readonly hashes: Readonly<Record<string, string>>;
}

export type FlagContext = Readonly<Record<string, string | number | boolean>>;

/** The evaluation context of a request, worked out by the runtime's own features. */
export function contextFor(spec: ContextSpec): (request: RouteRequest) => FlagContext {
  const tests = Object.entries(spec.tests).map(([key, { field, is }]) => ({ key, field, test: compileOperators(is, field) }));
  return (request) => {
    const { messages, signals = {} } = request;
    const text = requestText(messages, spec.input);
    const signal = (name: string): Scalar | undefined => (Object.hasOwn(signals, name) ? signals[name] : undefined);
    const context: Record<string, string | number | boolean> = {};
    for (const [key, name] of Object.entries(spec.features))
      context[key] = featureNamed(name)?.of(text, messages, spec.input) ?? 0;
    for (const [key, name] of Object.entries(spec.signals)) {
      const value = signal(name);
      if (value !== undefined && value !== null) context[key] = value;
    }
    for (const [key, name] of Object.entries(spec.types)) context[key] = typeName(signal(name));
    for (const { key, field, test } of tests)
      context[key] = test(field === 'prompt.text' ? text : signal(field.slice('signals.'.length)));
    for (const [key, salt] of Object.entries(spec.hashes))
      context[key] = murmur3(stickyKey(batchOfOne(request), 0, spec.input), murmur3(salt, 0));
    return context;
  };
}

function typeName(value: Scalar | undefined): string {
  if (value === undefined) return 'missing';
  return value === null ? 'null' : typeof value;
}
