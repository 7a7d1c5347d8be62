import type { Random } from '../random.js';
import { capital, type Identifiers } from './identifier.js';

/** Several files and a question whose answer needs more than one of them. */
export interface Project {
  readonly files: readonly { readonly path: string; readonly code: string }[];
  readonly questions: readonly string[];
  readonly answer: number | string;
  readonly slips: readonly (number | string)[];
  readonly steps: readonly string[];
}

type Build = (random: Random, i: Identifiers, depth: number) => Project;

const pricing: Build = (random, i) => {
  const [base, per, count, rebate, floor] = [
    random.int(5, 60),
    random.int(2, 19),
    random.int(3, 24),
    random.int(3, 30),
    random.int(6, 15),
  ];
  const raw = base + per * count;
  const out = count > floor ? raw - rebate : raw;
  return {
    files: [
      {
        path: `src/config/${i.noun}.ts`,
        code: `export const ${i.field.toUpperCase()}_BASE = ${base};\nexport const PER_${i.other.toUpperCase()} = ${per};\nexport const ${i.flag.toUpperCase()}_REBATE = ${rebate};\nexport const REBATE_ABOVE = ${floor};`,
      },
      {
        path: `src/${i.verb}.ts`,
        code: `import * as ${i.v} from './config/${i.noun}.js';\n\nexport function ${i.verb}(${i.other}Count: number): number {\n  const gross = ${i.v}.${i.field.toUpperCase()}_BASE + ${i.v}.PER_${i.other.toUpperCase()} * ${i.other}Count;\n  return ${i.other}Count > ${i.v}.REBATE_ABOVE ? gross - ${i.v}.${i.flag.toUpperCase()}_REBATE : gross;\n}`,
      },
      {
        path: 'src/main.ts',
        code: `import { ${i.verb} } from './${i.verb}.js';\n\nconst ${i.nouns} = ${count};\nconsole.log(${i.verb}(${i.nouns}));`,
      },
    ],
    questions: [
      'Which number does main.ts log?',
      'Follow the imports: what value is printed at the end?',
      'What is written to the console by the entry point?',
    ],
    answer: out,
    slips: [count > floor ? raw : raw - rebate, per * count, base + per],
    steps: [`The gross value is ${raw}.`, `The rebate applies above ${floor}.`],
  };
};

const overrides: Build = (random, i) => {
  const values = random.sample([5, 8, 12, 15, 20, 25, 30, 45, 50, 60, 75, 90], 4);
  const [standard = 0, env = 0, tenant = 0, user = 0] = values;
  const hasUser = random.chance(0.5);
  const locked = random.chance(0.5);
  const answer = locked ? env : hasUser ? user : tenant;
  return {
    files: [
      {
        path: `settings/defaults.py`,
        code: `DEFAULTS = {"${i.noun}_${i.field}": ${standard}, "${i.other}_${i.field2}": ${standard + 3}}\nLOCKED = {${locked ? `"${i.noun}_${i.field}"` : `"${i.other}_${i.field2}"`}}`,
      },
      {
        path: `settings/resolve.py`,
        code: `from settings.defaults import DEFAULTS, LOCKED\n\ndef ${i.verb}(key, env, tenant, user):\n    layers = [env] if key in LOCKED else [env, tenant, user]\n    ${i.v} = DEFAULTS[key]\n    for layer in layers:\n        ${i.v} = layer.get(key, ${i.v})\n    return ${i.v}`,
      },
      {
        path: `app/${i.noun}_view.py`,
        code: `from settings.resolve import ${i.verb}\n\nENV = {"${i.noun}_${i.field}": ${env}}\nTENANT = {"${i.noun}_${i.field}": ${tenant}}\nUSER = ${hasUser ? `{"${i.noun}_${i.field}": ${user}}` : `{"${i.other}_${i.field2}": ${user}}`}\n\nprint(${i.verb}("${i.noun}_${i.field}", ENV, TENANT, USER))`,
      },
    ],
    questions: [
      `Which ${i.field} comes out for the ${i.noun}?`,
      'What does the view print?',
      'Resolve the setting through all layers. What is the effective value?',
    ],
    answer,
    slips: values.filter((value) => value !== answer),
    steps: ['A locked key reads only the environment layer.', 'Otherwise later layers win where they hold the key.'],
  };
};

const eventChain: Build = (random, i, depth) => {
  const steps = Array.from({ length: 2 + depth }, () => ({
    kind: random.pick(['+', '*', '-'] as const),
    by: random.int(2, 9),
    priority: random.int(1, 99),
  }));
  const start = random.int(4, 30);
  const apply = (list: typeof steps): number =>
    list.reduce(
      (value, step) => (step.kind === '+' ? value + step.by : step.kind === '-' ? value - step.by : value * step.by),
      start,
    );
  const ordered = [...steps].sort((a, b) => a.priority - b.priority);
  return {
    files: [
      {
        path: `lib/bus.js`,
        code: `const ${i.verb}ers = [];\nexport const on${capital(i.noun)} = (priority, fn) => ${i.verb}ers.push({ priority, fn });\nexport const emit${capital(i.noun)} = (${i.v}) =>\n  [...${i.verb}ers].sort((a, b) => a.priority - b.priority).reduce((${i.w}, h) => h.fn(${i.w}), ${i.v});`,
      },
      {
        path: `lib/${i.other}.js`,
        code: `import { on${capital(i.noun)} } from './bus.js';\n\n${steps.map((step) => `on${capital(i.noun)}(${step.priority}, (${i.field}) => ${i.field} ${step.kind} ${step.by});`).join('\n')}`,
      },
      {
        path: 'index.js',
        code: `import './lib/${i.other}.js';\nimport { emit${capital(i.noun)} } from './lib/bus.js';\n\nconsole.log(emit${capital(i.noun)}(${start}));`,
      },
    ],
    questions: [
      'What does index.js log?',
      `Which value does the ${i.noun} event end with?`,
      'In which value do all handlers result?',
    ],
    answer: apply(ordered),
    slips: [apply(steps), apply([...ordered].reverse()), apply(ordered.slice(1))],
    steps: [
      'Handlers run by ascending priority, not in the order of registration.',
      `The first one uses priority ${ordered[0]?.priority}.`,
    ],
  };
};

const rename: Build = (random, i, depth) => {
  const names = random.sample(
    ['report', 'export', 'audit', 'notify', 'render', 'archive', 'billing', 'search', 'mailer', 'metrics'],
    3 + depth,
  );
  const stale = random.pick(names);
  const [before, after] = [`${i.verb}_${i.noun}`, `${i.verb2}_${i.noun}`];
  return {
    files: [
      {
        path: 'core/api.py',
        code: `# ${before} was renamed to ${after} in this commit\ndef ${after}(${i.field}, *, ${i.flag}=False):\n    return {"${i.field}": ${i.field}, "${i.flag}": ${i.flag}}`,
      },
      ...names.map((name) => ({
        path: `jobs/${name}.py`,
        code: `import core.api as ${i.v}\n\ndef run_${name}(${i.nouns}):\n    return [${i.v}.${name === stale ? before : after}(${i.w}.${i.field}${random.chance(0.4) ? `, ${i.flag}=True` : ''}) for ${i.w} in ${i.nouns}]`,
      })),
    ],
    questions: [
      'Which file fails at run time after this commit? Answer with its path only.',
      'One caller was forgotten. Reply with that path and nothing else.',
      'Name the file that still has to be changed (path only).',
    ],
    answer: `jobs/${stale}.py`,
    slips: ['core/api.py', ...names.filter((name) => name !== stale).map((name) => `jobs/${name}.py`)],
    steps: [],
  };
};

const inherit: Build = (random, i) => {
  const numbers = random.sample([2, 3, 4, 5, 6, 7, 8, 9, 11, 13], 4);
  const [base = 0, middle = 0, leaf = 0, times = 0] = numbers;
  const usesSuper = random.chance(0.5);
  const own = usesSuper ? base + middle : middle;
  return {
    files: [
      {
        path: `${i.noun}/base.py`,
        code: `class ${capital(i.noun)}:\n    def ${i.field}(self):\n        return ${base}\n\n    def ${i.verb}(self):\n        return self.${i.field}() * ${times}`,
      },
      {
        path: `${i.noun}/${i.flag}.py`,
        code: `from ${i.noun}.base import ${capital(i.noun)}\n\nclass ${capital(i.flag)}${capital(i.noun)}(${capital(i.noun)}):\n    def ${i.field}(self):\n        return ${usesSuper ? `super().${i.field}() + ` : ''}${middle}`,
      },
      {
        path: `${i.noun}/${i.other}.py`,
        code: `from ${i.noun}.${i.flag} import ${capital(i.flag)}${capital(i.noun)}\n\nclass ${capital(i.other)}${capital(i.noun)}(${capital(i.flag)}${capital(i.noun)}):\n    def ${i.verb}(self):\n        return super().${i.verb}() + ${leaf}\n\nprint(${capital(i.other)}${capital(i.noun)}().${i.verb}())`,
      },
    ],
    questions: [
      'What is printed when the last file runs?',
      'Resolve the method calls: which number results?',
      'Which output does the subclass give?',
    ],
    answer: own * times + leaf,
    slips: [base * times + leaf, own * times, (own + leaf) * times],
    steps: [`The overridden method yields ${own}.`, 'The base class calls it through self, so the override counts.'],
  };
};

export const PROJECTS: readonly Build[] = [pricing, overrides, eventChain, rename, inherit];
