import type { Random } from '../random.js';
import { capital, type Identifiers } from './identifier.js';

/** A program with what it prints and what a hasty reader thinks it prints. */
export interface Program {
  readonly language: string;
  readonly code: string;
  readonly output: string | number;
  readonly slips: readonly (string | number)[];
  readonly trace: string;
}

type Build = (random: Random, i: Identifiers) => Program;

const numbers = (random: Random, count: number, low = 2, high = 40): number[] =>
  Array.from({ length: count }, () => random.int(low, high));
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

const loopSum: Build = (random, i) => {
  const list = numbers(random, random.int(4, 6));
  const limit = random.int(8, 25);
  const kept = list.filter((n) => n > limit);
  return {
    language: 'python',
    code: `${i.nouns} = [${list.join(', ')}]\n${i.field} = 0\nfor ${i.v} in ${i.nouns}:\n    if ${i.v} > ${limit}:\n        ${i.field} += ${i.v}\nprint(${i.field})`,
    output: sum(kept),
    slips: [sum(list), sum(list) - sum(kept), kept.length],
    trace: `Only values above ${limit} are added.`,
  };
};

const sliceEnd: Build = (random, i) => {
  const word = random.pick([
    'saxophone',
    'marmalade',
    'telescope',
    'wheelbarrow',
    'kaleidoscope',
    'porcupine',
    'gingerbread',
    'harpsichord',
  ]);
  const from = random.int(1, 3);
  const to = random.int(5, 7);
  return {
    language: 'python',
    code: `${i.noun}_name = "${word}"\nprint(${i.noun}_name[${from}:${to}])`,
    output: word.slice(from, to),
    slips: [word.slice(from, to + 1), word.slice(from - 1, to), word.slice(from - 1, to - 1)],
    trace: `The slice starts at index ${from} and stops before ${to}.`,
  };
};

const mapJoin: Build = (random, i) => {
  const list = numbers(random, 4, 1, 9);
  const k = random.int(2, 5);
  return {
    language: 'javascript',
    code: `const ${i.nouns} = [${list.join(', ')}];\nconst ${i.verb}${capital(i.field)} = (${i.v}) => ${i.v} * ${k};\nconsole.log(${i.nouns}.map(${i.verb}${capital(i.field)}).join('-'));`,
    output: list.map((n) => n * k).join('-'),
    slips: [list.map((n) => n * k).join(','), list.join('-'), list.map((n) => n + k).join('-')],
    trace: `Each value is multiplied by ${k}.`,
  };
};

const whileHalf: Build = (random, i) => {
  const start = random.int(40, 900);
  let n = start;
  let steps = 0;
  while (n > 1) {
    n = Math.floor(n / 2);
    steps++;
  }
  return {
    language: 'python',
    code: `${i.field} = ${start}\n${i.v} = 0\nwhile ${i.field} > 1:\n    ${i.field} //= 2\n    ${i.v} += 1\nprint(${i.v})`,
    output: steps,
    slips: [steps + 1, steps - 1, 1],
    trace: 'The value is halved, rounding down, until it reaches one.',
  };
};

const dictCount: Build = (random, i) => {
  const letters = Array.from({ length: random.int(9, 14) }, () => random.pick(['x', 'y', 'z', 'q']));
  const wanted = random.pick(letters);
  const [a, b] = [random.int(2, 5), random.int(2, 9)];
  const count = letters.filter((l) => l === wanted).length;
  return {
    language: 'python',
    code: `from collections import Counter\n\n${i.other}_codes = "${letters.join('')}"\n${i.noun}_count = Counter(${i.other}_codes)\nprint(${i.noun}_count["${wanted}"] * ${a} + len(${i.noun}_count) - ${b})`,
    output: count * a + new Set(letters).size - b,
    slips: [count * a + letters.length - b, (count - 1) * a + new Set(letters).size - b, count * (a + new Set(letters).size) - b],
    trace: `The letter ${wanted} occurs ${count} times.`,
  };
};

const mutableDefault: Build = (random, i) => {
  const [a = 0, b = 0, c = 0] = random.sample([3, 5, 7, 8, 11, 13, 17, 19, 23], 3);
  return {
    language: 'python',
    code: `def ${i.verb}(${i.noun}, ${i.nouns}=[]):\n    ${i.nouns}.append(${i.noun})\n    return ${i.nouns}\n\n${i.verb}(${a})\n${i.verb}(${b}, [])\nprint(${i.verb}(${c}))`,
    output: `[${a}, ${c}]`,
    slips: [`[${c}]`, `[${a}, ${b}, ${c}]`, `[${b}, ${c}]`],
    trace: 'The default list is created once and shared by calls that leave it out.',
  };
};

const reduceObject: Build = (random, i) => {
  const list = numbers(random, 5, 1, 30);
  const flags = list.map(() => random.chance(0.6));
  const total = sum(list.filter((_, k) => flags[k]));
  return {
    language: 'javascript',
    code: `const ${i.nouns} = [\n${list.map((n, k) => `  { ${i.field}: ${n}, ${i.flag}: ${flags[k]} },`).join('\n')}\n];\nlet ${i.v} = ${i.nouns}\n  .filter((${i.noun}) => ${i.noun}.${i.flag})\n  .reduce((acc, ${i.noun}) => acc + ${i.noun}.${i.field}, 100);\nconsole.log(${i.v});`,
    output: total + 100,
    slips: [total, sum(list) + 100, total + 200],
    trace: `The accumulator starts at 100 and only ${i.flag} entries count.`,
  };
};

const nested: Build = (random, i) => {
  const [rows, columns, skip] = [random.int(4, 7), random.int(4, 8), random.int(2, 3)];
  let count = 0;
  for (let a = 0; a < rows; a++) for (let b = a; b < columns; b++) if ((a + b) % skip !== 0) count += b;
  return {
    language: 'go',
    code: `package main\n\nimport "fmt"\n\nfunc main() {\n\t${i.field} := 0\n\tfor ${i.v} := 0; ${i.v} < ${rows}; ${i.v}++ {\n\t\tfor ${i.w} := ${i.v}; ${i.w} < ${columns}; ${i.w}++ {\n\t\t\tif (${i.v}+${i.w})%${skip} == 0 {\n\t\t\t\tcontinue\n\t\t\t}\n\t\t\t${i.field} += ${i.w}\n\t\t}\n\t}\n\tfmt.Println(${i.field})\n}`,
    output: count,
    slips: [count + rows, count - skip, rows * columns],
    trace: `Pairs whose sum divides by ${skip} are skipped.`,
  };
};

const recursion: Build = (random, i) => {
  const [depth, step, base] = [random.int(4, 7), random.int(2, 4), random.int(1, 6)];
  const f = (n: number): number => (n <= 1 ? base : f(n - 1) + step * f(n - 2));
  return {
    language: 'python',
    code: `def ${i.verb}_${i.field}(${i.v}):\n    if ${i.v} <= 1:\n        return ${base}\n    return ${i.verb}_${i.field}(${i.v} - 1) + ${step} * ${i.verb}_${i.field}(${i.v} - 2)\n\nprint(${i.verb}_${i.field}(${depth}))`,
    output: f(depth),
    slips: [f(depth - 1), f(depth) + base, f(depth - 1) + f(depth - 2)],
    trace: `Below two the function yields ${base}.`,
  };
};

const sqlNull: Build = (random, i) => {
  const list = numbers(random, 5, 2, 30);
  const empty = random.int(1, 3);
  const above = random.int(5, 20);
  const right = list.filter((n) => n <= above).length;
  return {
    language: 'sql',
    code: `CREATE TABLE ${i.nouns} (id INT, ${i.field} INT);\nINSERT INTO ${i.nouns} VALUES ${list.map((n, k) => `(${k + 1}, ${n})`).join(', ')}${Array.from({ length: empty }, (_, k) => `, (${list.length + k + 1}, NULL)`).join('')};\n\nSELECT COUNT(*) FROM ${i.nouns} WHERE NOT (${i.field} > ${above});`,
    output: right,
    slips: [right + empty, list.length - right, list.length + empty - right],
    trace: 'A comparison with NULL is neither true nor false, so those rows drop out.',
  };
};

const closures: Build = (random, i) => {
  const [count, add] = [random.int(3, 5), random.int(10, 60)];
  const word = random.pick(['var', 'let']);
  const values = Array.from({ length: count }, (_, k) => (word === 'var' ? count : k) + add);
  const total = sum(values);
  const other = word === 'var' ? sum(Array.from({ length: count }, (_, k) => k + add)) : count * (count + add);
  return {
    language: 'javascript',
    code: `const ${i.nouns} = [];\nfor (${word} ${i.v} = 0; ${i.v} < ${count}; ${i.v}++) {\n  ${i.nouns}.push(() => ${i.v} + ${add});\n}\nlet ${i.field} = 0;\nfor (const ${i.verb} of ${i.nouns}) ${i.field} += ${i.verb}();\nconsole.log(${i.field});`,
    output: total,
    slips: [other, total + count, count * add],
    trace:
      word === 'var'
        ? 'All closures share one variable, which ends at the loop’s bound.'
        : 'Each turn of the loop has a variable of its own.',
  };
};

const bits: Build = (random, i) => {
  const [a, b, shift] = [random.int(9, 60), random.int(9, 60), random.int(1, 3)];
  return {
    language: 'rust',
    code: `fn main() {\n    let ${i.field}: u32 = ${a};\n    let ${i.field2}: u32 = ${b};\n    let ${i.noun} = (${i.field} ^ ${i.field2}) << ${shift};\n    println!("{}", ${i.noun} | (${i.field} & 1));\n}`,
    output: ((a ^ b) << shift) | (a & 1),
    slips: [((a ^ b) << (shift + 1)) | (a & 1), ((a | b) << shift) | (a & 1), (a ^ b) + shift],
    trace: 'Exclusive or first, then the shift, then the lowest bit.',
  };
};

const generator: Build = (random, i) => {
  const [stop, mod, take] = [random.int(20, 40), random.int(3, 6), random.int(3, 5)];
  const list: number[] = [];
  for (let n = 1; n < stop; n++) if ((n * n) % mod === 1) list.push(n * n);
  const picked = list.slice(0, take);
  return {
    language: 'python',
    code: `from itertools import islice\n\ndef ${i.verb}_${i.nouns}(${i.v}):\n    for ${i.w} in range(1, ${i.v}):\n        if ${i.w} * ${i.w} % ${mod} == 1:\n            yield ${i.w} * ${i.w}\n\n${i.noun}_total = sum(islice(${i.verb}_${i.nouns}(${stop}), ${take}))\nprint(${i.noun}_total)`,
    output: sum(picked),
    slips: [sum(list), sum(list.slice(0, take + 1)), sum(list.slice(1, take + 1))],
    trace: `Only squares that leave one modulo ${mod} pass, and the first ${take} are summed.`,
  };
};

export const PROGRAMS: Readonly<Record<'easy' | 'medium' | 'hard', readonly Build[]>> = {
  easy: [loopSum, sliceEnd, mapJoin, whileHalf],
  medium: [dictCount, mutableDefault, reduceObject, sqlNull],
  hard: [nested, recursion, closures, bits, generator],
};
