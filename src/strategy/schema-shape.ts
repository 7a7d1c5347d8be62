import type { z } from 'zod';

/** What a schema's JSON Schema says of one value; only the words that problems are told with. */
export interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The shape a zod schema takes as input. */
export function shapeOf(schema: z.ZodType): Shape {
  const json = (schema as unknown as { toJSONSchema?: (options: object) => unknown }).toJSONSchema?.({
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  });
  return (json ?? {}) as Shape;
}

/** The shapes a value may have at a path, unions still whole; of unions on the way only branches that fit the value's words. */
export function shapesAt(shape: Shape, value: unknown, path: readonly PropertyKey[]): Shape[] {
  const [step, ...rest] = path;
  if (step === undefined) return [shape];
  return branchesFor(shape, value).flatMap((one) => {
    const named = typeof step === 'number' ? one.items : one.properties?.[String(step)];
    const next = named ?? (typeof one.additionalProperties === 'object' ? one.additionalProperties : undefined);
    return next === undefined ? [] : shapesAt(next, memberOf(value, step), rest);
  });
}

/** A union's branches, less those whose fixed words (`by: knn`) are other than the value's; what is no union stands for itself. */
export function branchesFor(shape: Shape, value: unknown): Shape[] {
  const branches = branchesOf(shape);
  if (branches.length === 0) return [shape];
  const fitting = branches.filter((one) =>
    Object.entries(one.properties ?? {}).every(
      ([key, own]) => own.const === undefined || [undefined, own.const].includes(memberOf(value, key)),
    ),
  );
  return (fitting.length === 0 ? branches : fitting).flatMap((one) => branchesFor(one, value));
}

export function branchesOf(shape: Shape): readonly Shape[] {
  return shape.anyOf ?? shape.oneOf ?? [];
}

export function keysOf(shapes: readonly Shape[]): string[] {
  return [...new Set(shapes.flatMap((shape) => Object.keys(shape.properties ?? {})))];
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(memberOf, value);
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
}
