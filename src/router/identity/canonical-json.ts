/**
 * Canonical JSON after RFC 8785: keys in order of their UTF-16 code units, no spaces, numbers and strings as JavaScript
 * writes them. Members that are undefined are left out, as JSON.stringify does; NaN, Infinity, functions and the like are
 * refused, because two different values must never get one text.
 *
 * @throws TypeError for a value JSON can't carry
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object') {
    const members = value as Readonly<Record<string, unknown>>;
    const parts: string[] = [];
    for (const key of Object.keys(members).sort()) {
      const member = members[key];
      if (member !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
    }
    return `{${parts.join(',')}}`;
  }
  throw new TypeError(`a ${typeof value} has no JSON form`);
}
