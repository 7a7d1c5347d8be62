/** Replaces each `{name}` by its slot; an unknown name is a mistake in the template and throws. */
export function fill(template: string, slots: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = slots[name];
    if (value === undefined) throw new Error(`template slot {${name}} is not given: ${template}`);
    return String(value);
  });
}
