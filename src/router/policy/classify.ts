import { listAt, objectAt, refuse, textAt, wholeAt, within, wordAt } from '../check.js';
import { compileCondition } from '../condition.js';
import type { ClassifyStage, InputSpec, LearnedClassifyStage, RuleClassifyStage } from '../config.js';
import { checkQuality, compileQuality } from '../predictor/index.js';
import { QUALITY_ONE } from '../predictor/table.js';
import { type CompiledStage, type Draft, type Registry, taskOf } from './draft.js';
import type { Policy } from './policy.js';

const RULES_MEMBERS = ['kind', 'by', 'of', 'categories', 'otherwise'];
const LEARNED_MEMBERS = ['kind', 'by', 'of', 'classes', 'chances', 'margin', 'otherwise'];
const MOST_CLASSES = 1024;

/** Sets `task.category` or `task.difficulty`: by the first condition that holds, or by the greatest of learned chances. */
export const classify: Policy<ClassifyStage> = {
  kind: 'classify',
  members: [...RULES_MEMBERS, 'classes', 'chances', 'margin'],
  check(stage, field) {
    const by = wordAt(stage['by'], `${field}.by`, ['rules', 'learned']);
    objectAt(stage, field, by === 'rules' ? RULES_MEMBERS : LEARNED_MEMBERS);
    if (stage['of'] !== undefined) wordAt(stage['of'], `${field}.of`, ['difficulty']);
    if (stage['otherwise'] !== undefined) textAt(stage['otherwise'], `${field}.otherwise`);
    if (by === 'learned') checkLearned(stage, field);
    else
      listAt(stage['categories'], `${field}.categories`).forEach((entry, index) => {
        const at = `${field}.categories[${index}]`;
        textAt(objectAt(entry, at, ['name', 'when'])['name'], `${at}.name`);
      });
  },
  compile(stage, _index, registry, input) {
    return stage.by === 'rules' ? byRules(stage, registry, input) : byScores(stage, registry, input);
  },
};

function checkLearned(stage: Readonly<Record<string, unknown>>, field: string): void {
  const classes = listAt(stage['classes'], `${field}.classes`);
  wholeAt(classes.length, `${field}.classes.length`, 2, MOST_CLASSES);
  classes.forEach((entry, index) => {
    const name = textAt(entry, `${field}.classes[${index}]`);
    if (classes.indexOf(name) !== index) throw refuse(`${field}.classes[${index}]`, 'stands twice', { value: name });
  });
  checkQuality(stage['chances'], `${field}.chances`, classes.length);
  if (stage['margin'] === undefined) return;
  wholeAt(stage['margin'], `${field}.margin`, 1, QUALITY_ONE);
  if (stage['otherwise'] === undefined)
    throw refuse(`${field}.margin`, 'leads nowhere', { accepted: 'a member "otherwise" beside it' });
}

/** The member of a draft that a stage sets. */
function setting(of: ClassifyStage['of']): (draft: Draft, code: number) => void {
  return of === 'difficulty'
    ? (draft, code) => {
        draft.difficulty = code;
      }
    : (draft, code) => {
        draft.category = code;
      };
}

function byRules(stage: RuleClassifyStage, registry: Registry, input: InputSpec): CompiledStage {
  const set = setting(stage.of);
  const categories = stage.categories.map(({ name, when }, index) => ({
    code: registry.className(name),
    when: within(`categories[${index}].when`, () => compileCondition(when, input)),
  }));
  const otherwise = stage.otherwise === undefined ? -1 : registry.className(stage.otherwise);
  return (batch) => {
    const tests = categories.map(({ code, when }) => ({ code, test: when(batch) }));
    return (row, draft) => {
      const before = taskOf(registry, draft);
      for (let i = 0; i < tests.length; i++) {
        const { code, test } = tests[i] as (typeof tests)[number];
        if (test(row, before)) return set(draft, code);
      }
      if (otherwise >= 0) set(draft, otherwise);
    };
  };
}

function byScores(stage: LearnedClassifyStage, registry: Registry, input: InputSpec): CompiledStage {
  const set = setting(stage.of);
  const { classes, margin = 0 } = stage;
  const codes = classes.map((name) => registry.className(name));
  const rest = stage.otherwise === undefined ? -1 : registry.className(stage.otherwise);
  const predict = compileQuality(stage.chances, classes.length, input);
  const chances = new Float64Array(classes.length);
  return (batch) => {
    const predicted = predict(batch);
    return (row, draft) => {
      predicted(row, chances);
      const first = greatest(chances, -1);
      const ahead = (chances[first] as number) - (chances[greatest(chances, first)] as number);
      set(draft, ahead < margin ? rest : (codes[first] as number));
    };
  };
}

/** Place of the greatest number, ties to the earlier; one place may be left out. */
function greatest(numbers: Float64Array, but: number): number {
  let best = -1;
  for (let i = 0; i < numbers.length; i++)
    if (i !== but && (best < 0 || (numbers[i] as number) > (numbers[best] as number))) best = i;
  return best;
}
