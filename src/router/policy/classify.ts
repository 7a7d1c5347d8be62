import { listAt, objectAt, textAt, within, wordAt } from '../check.js';
import { compileCondition } from '../condition.js';
import type { ClassifyStage } from '../config.js';
import { categoryOf } from './draft.js';
import type { Policy } from './policy.js';

/** Sets `task.category` to the first category whose condition holds, else to `otherwise` where one is given. */
export const classify: Policy<ClassifyStage> = {
  kind: 'classify',
  members: ['kind', 'by', 'categories', 'otherwise'],
  check(stage, field) {
    wordAt(stage['by'], `${field}.by`, ['rules']);
    listAt(stage['categories'], `${field}.categories`).forEach((entry, index) => {
      const at = `${field}.categories[${index}]`;
      textAt(objectAt(entry, at, ['name', 'when'])['name'], `${at}.name`);
    });
    if (stage['otherwise'] !== undefined) textAt(stage['otherwise'], `${field}.otherwise`);
  },
  compile(stage, _index, registry, input) {
    const categories = stage.categories.map(({ name, when }, index) => ({
      code: registry.category(name),
      when: within(`categories[${index}].when`, () => compileCondition(when, input)),
    }));
    const otherwise = stage.otherwise === undefined ? -1 : registry.category(stage.otherwise);
    return (batch) => {
      const tests = categories.map(({ code, when }) => ({ code, test: when(batch) }));
      return (row, draft) => {
        const before = categoryOf(registry, draft);
        for (let i = 0; i < tests.length; i++) {
          const { code, test } = tests[i] as (typeof tests)[number];
          if (!test(row, before)) continue;
          draft.category = code;
          return;
        }
        if (otherwise >= 0) draft.category = otherwise;
      };
    };
  },
};
