import { expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { resultsSchema } from '../../src/compare/results-schema.js';
import type { Results } from '../../src/domain/results.js';

type Mutable<T> = T extends (infer U)[] | readonly (infer U)[]
  ? Mutable<U>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;

it('the schema and the type name the same members', () => {
  expectTypeOf<keyof z.infer<typeof resultsSchema>>().toEqualTypeOf<keyof Results>();
  expectTypeOf<keyof z.infer<typeof resultsSchema>['rows'][number]>().toEqualTypeOf<keyof Results['rows'][number]>();
  expectTypeOf<Mutable<Results['choice']>>().toEqualTypeOf<z.infer<typeof resultsSchema>['choice']>();
  expectTypeOf<Mutable<Results['protocol']['parts']>>().toEqualTypeOf<z.infer<typeof resultsSchema>['protocol']['parts']>();
});
