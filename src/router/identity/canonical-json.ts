/**
 * Canonical JSON after RFC 8785: keys in order of their UTF-16 code units, no spaces, numbers and strings as JavaScript
 * writes them (a lone surrogate, which RFC 8785 refuses, as its `\udXXX` escape). Members that are undefined are left out,
 * as JSON.stringify does; NaN, Infinity, functions, holes in lists, dates, maps and the like are refused, because two
 * different values must never get one text.
 *
 * @throws TypeError for a value JSON can't carry
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + canonicalJson(value[i]);
    return `${text}]`;
  }
  const kind = Object.prototype.toString.call(value);
  if (typeof value !== 'object' || kind !== '[object Object]') throw new TypeError(`${kind} has no JSON form`);
  const members = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
