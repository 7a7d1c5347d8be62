import type { RouterConfig } from '../../router/config.js';
import { requestText } from '../../router/feature/request-text.js';
import type { RouteRequest } from '../../router/router.js';
import { idsByName } from '../dispatch/asked.js';
import { textOf } from '../dispatch/dispatch.js';
import type { ExportFile } from '../target.js';
import type { Emulator } from './emulator.js';

interface HaproxyModel {
  readonly id: string;
  readonly name: string;
  readonly backend: string;
}

/** Whom ask.mjs goes to by way of HAProxy: of the router's models those whose backend a header finds. */
export function haproxyDispatch(files: readonly ExportFile[]): Emulator {
  const models = JSON.parse(textOf(files, 'models.json')) as readonly HaproxyModel[];
  const known = new Set(
    [
      ...linesOf(files)
        .join('\n')
        .matchAll(/^use_backend (\S+) if \{ req\.hdr\(x-routelab-model\) -m str \1 \}$/gm),
    ].map(([, name]) => name),
  );
  const named = idsByName(files, ({ id }) => id);
  return (_, { models: chain }) => ({
    models: chain.flatMap((id) => (known.has(models.find((one) => one.id === id)?.backend) ? named(id) : [])),
  });
}

/**
 * Which backend HAProxy's own lines find: the first `use_backend` whose tests hold, over the bytes of the last user message and its
 * code points. What it can't read is turned away.
 */
export function haproxyNative(files: readonly ExportFile[]): Emulator {
  const { models, input } = JSON.parse(textOf(files, 'router.json')) as RouterConfig;
  const lines = linesOf(files);
  const most = Number(/more than (\d+) messages/.exec(textOf(files, 'haproxy.cfg'))?.[1]);
  const idOf = (backend: string): string[] => models.flatMap(({ id }, at) => (backend === `model_${at}` ? [id] : []));
  return (request) => {
    if (!readable(request, most)) return { models: [] };
    const text = Buffer.from(requestText(request.messages, input), 'utf8').toString('latin1');
    for (const line of lines) {
      const [, backend = '', tests] = /^(?:use_backend (\S+) if (.*)|default_backend (\S+))$/.exec(line) ?? [];
      const last = /^default_backend (\S+)$/.exec(line)?.[1];
      if (last !== undefined) return { models: idOf(last) };
      if (tests !== undefined && holds(tests, text, request)) return { models: idOf(backend) };
    }
    return { models: [] };
  };
}

function linesOf(files: readonly ExportFile[]): string[] {
  return textOf(files, 'haproxy.cfg')
    .split('\n')
    .map((line) => line.trim());
}

/** The last user message is one text, in which JSON has to escape nothing that HAProxy can't read back. */
function readable({ messages }: RouteRequest, most: number): boolean {
  const last = messages.findLast(({ role }) => role === 'user');
  if (messages.length > most) return false;
  return last === undefined || (typeof last.content === 'string' && !/\\u(?!00)/.test(JSON.stringify(last.content)));
}

function holds(tests: string, text: string, { signals = {} }: RouteRequest): boolean {
  const length = text.replace(/[\x80-\xbf]/g, '').length;
  return [...tests.matchAll(/(!?)\{ (.*?) \}(?= !?\{|$)/g)].every(([, opposite, test = '']) => {
    const [, order, bound] = /^var\(txn\.length\) -m int (ge|le) (\d+)$/.exec(test) ?? [];
    if (order !== undefined) return order === 'ge' ? length >= Number(bound) : length <= Number(bound);
    const pattern = /^var\(txn\.text\) -m reg -- '(.*)'$/.exec(test)?.[1];
    if (pattern !== undefined) return new RegExp(pattern.replaceAll('\\z', '$')).test(text) !== (opposite === '!');
    const [, header, values = ''] = /^req\.hdr\(x-routelab-([^)]+)\) -m str (.*)$/.exec(test) ?? [];
    return Object.entries(signals).some(
      ([name, value]) => name.replaceAll('_', '-').toLowerCase() === header && values.split(' ').includes(String(value)),
    );
  });
}
