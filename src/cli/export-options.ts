import type { Json } from '../domain/json.js';
import { UserError } from '../domain/user-error.js';

/**
 * Options of a target from `name=value` texts: true, false and numbers are what they look like, everything else is a text.
 *
 * @throws UserError for a text without `=`, and for a name given twice
 */
export function exportOptions(texts: readonly string[]): Readonly<Record<string, Json>> {
  const options: Record<string, Json> = {};
  for (const text of texts) {
    const at = text.indexOf('=');
    const name = text.slice(0, at);
    if (at < 1) throw new UserError({ field: '--option', message: 'not an option', value: text, accepted: 'name=value' });
    if (Object.hasOwn(options, name)) throw new UserError({ field: '--option', message: 'given twice', value: name });
    options[name] = optionValue(text.slice(at + 1));
  }
  return options;
}

function optionValue(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
