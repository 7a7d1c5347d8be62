import { capital, type Identifiers } from './identifier.js';

/** A snippet with one line missing at `___`. The first of `accepted` is what most models write. */
export interface CompletionPattern {
  readonly difficulty: 'easy' | 'medium' | 'hard';
  readonly language: string;
  build(i: Identifiers): {
    readonly code: string;
    readonly goal: string;
    readonly accepted: readonly string[];
    readonly wrong: readonly string[];
  };
}

const py = (difficulty: CompletionPattern['difficulty'], build: CompletionPattern['build']): CompletionPattern => ({
  difficulty,
  language: 'python',
  build,
});
const ts = (difficulty: CompletionPattern['difficulty'], build: CompletionPattern['build']): CompletionPattern => ({
  difficulty,
  language: 'typescript',
  build,
});
const sql = (difficulty: CompletionPattern['difficulty'], build: CompletionPattern['build']): CompletionPattern => ({
  difficulty,
  language: 'sql',
  build,
});
const go = (difficulty: CompletionPattern['difficulty'], build: CompletionPattern['build']): CompletionPattern => ({
  difficulty,
  language: 'go',
  build,
});

export const COMPLETION_PATTERNS: readonly CompletionPattern[] = [
  py('easy', (i) => ({
    goal: `returns the sum of ${i.field} over all ${i.nouns} with a generator expression`,
    code: `def ${i.verb}_${i.field}(${i.nouns}):\n    ___`,
    accepted: [
      `return sum(${i.v}.${i.field} for ${i.v} in ${i.nouns})`,
      `return sum(${i.noun}.${i.field} for ${i.noun} in ${i.nouns})`,
    ],
    wrong: [`return sum(${i.nouns})`, `return len(${i.nouns}.${i.field})`],
  })),
  py('easy', (i) => ({
    goal: `opens the file at ${i.noun}_path for reading as UTF-8, as ${i.v}`,
    code: `import json\n\ndef load_${i.noun}(${i.noun}_path):\n    ___\n        return json.load(${i.v})`,
    accepted: [
      `with open(${i.noun}_path, encoding="utf-8") as ${i.v}:`,
      `with open(${i.noun}_path, "r", encoding="utf-8") as ${i.v}:`,
    ],
    wrong: [`with open(${i.noun}_path, "w") as ${i.v}:`, `${i.v} = open(${i.noun}_path)`],
  })),
  ts('easy', (i) => ({
    goal: `keeps only the ${i.flag} ${i.nouns}`,
    code: `interface ${capital(i.noun)} { ${i.flag}: boolean; ${i.field}: number }\n\nexport function ${i.verb}(${i.nouns}: ${capital(i.noun)}[]): ${capital(i.noun)}[] {\n  ___\n}`,
    accepted: [
      `return ${i.nouns}.filter((${i.noun}) => ${i.noun}.${i.flag});`,
      `return ${i.nouns}.filter((${i.v}) => ${i.v}.${i.flag});`,
    ],
    wrong: [
      `return ${i.nouns}.map((${i.noun}) => ${i.noun}.${i.flag});`,
      `return ${i.nouns}.find((${i.noun}) => ${i.noun}.${i.flag});`,
    ],
  })),
  ts('easy', (i) => ({
    goal: `exports an array with the ${i.field} of each of the ${i.nouns}`,
    code: `type ${capital(i.noun)} = { ${i.field}: number; ${i.field2}: string };\ndeclare const ${i.nouns}: ${capital(i.noun)}[];\n\n___`,
    accepted: [
      `export const ${i.field}List = ${i.nouns}.map((${i.noun}) => ${i.noun}.${i.field});`,
      `export const ${i.field}List = ${i.nouns}.map((${i.v}) => ${i.v}.${i.field});`,
    ],
    wrong: [
      `export const ${i.field}List = ${i.nouns}.forEach((${i.noun}) => ${i.noun}.${i.field});`,
      `export const ${i.field}List = ${i.nouns}.${i.field};`,
    ],
  })),
  sql('easy', (i) => ({
    goal: `counts the rows of ${i.nouns} whose ${i.flag} is true`,
    code: `-- how many ${i.nouns} are ${i.flag}?\n___\nFROM ${i.nouns}\nWHERE ${i.flag} = TRUE;`,
    accepted: ['SELECT COUNT(*)', `SELECT COUNT(*) AS ${i.nouns}`],
    wrong: ['SELECT SUM(*)', 'COUNT(*)'],
  })),
  go('easy', (i) => ({
    goal: 'returns the error to the caller if there is one',
    code: `func ${i.verb}${capital(i.noun)}(id string) (*${capital(i.noun)}, error) {\n\t${i.v}, err := store.${capital(i.verb2)}(id)\n\t___\n\t\treturn nil, err\n\t}\n\treturn ${i.v}, nil\n}`,
    accepted: ['if err != nil {'],
    wrong: ['if err == nil {', 'if err {'],
  })),
  py('medium', (i) => ({
    goal: `sorts ${i.nouns} in place by ${i.field}, highest first`,
    code: `class ${capital(i.noun)}Board:\n    def __init__(self, ${i.nouns}):\n        self.${i.nouns} = list(${i.nouns})\n\n    def ${i.verb}(self):\n        ___\n        return self.${i.nouns}[:10]`,
    accepted: [
      `self.${i.nouns}.sort(key=lambda ${i.v}: ${i.v}.${i.field}, reverse=True)`,
      `self.${i.nouns}.sort(key=lambda ${i.noun}: ${i.noun}.${i.field}, reverse=True)`,
    ],
    wrong: [
      `self.${i.nouns}.sort(key=lambda ${i.v}: ${i.v}.${i.field})`,
      `sorted(self.${i.nouns}, key=lambda ${i.v}: ${i.v}.${i.field}, reverse=True)`,
    ],
  })),
  py('medium', (i) => ({
    goal: `appends the ${i.noun} under its ${i.field}, creating the list on first use, without defaultdict`,
    code: `def ${i.verb}_by_${i.field}(${i.nouns}):\n    groups = {}\n    for ${i.noun} in ${i.nouns}:\n        ___\n    return groups`,
    accepted: [`groups.setdefault(${i.noun}.${i.field}, []).append(${i.noun})`],
    wrong: [`groups[${i.noun}.${i.field}].append(${i.noun})`, `groups.get(${i.noun}.${i.field}, []).append(${i.noun})`],
  })),
  ts('medium', (i) => ({
    goal: `adds up ${i.field} with reduce, starting at zero`,
    code: `import type { ${capital(i.noun)} } from './${i.noun}.js';\n\nexport const ${i.verb}${capital(i.field)} = (${i.nouns}: readonly ${capital(i.noun)}[]): number =>\n  ___`,
    accepted: [
      `${i.nouns}.reduce((sum, ${i.noun}) => sum + ${i.noun}.${i.field}, 0);`,
      `${i.nouns}.reduce((sum, ${i.v}) => sum + ${i.v}.${i.field}, 0);`,
    ],
    wrong: [
      `${i.nouns}.reduce((sum, ${i.noun}) => sum + ${i.noun}.${i.field});`,
      `${i.nouns}.reduce((sum, ${i.noun}) => sum + ${i.noun}, 0);`,
    ],
  })),
  ts('medium', (i) => ({
    goal: 'waits for all requests, running them side by side',
    code: `async function ${i.verb}All(ids: string[]): Promise<${capital(i.noun)}[]> {\n  const calls = ids.map((id) => ${i.verb2}${capital(i.noun)}(id));\n  ___\n}`,
    accepted: ['return Promise.all(calls);', 'return await Promise.all(calls);'],
    wrong: ['return calls;', 'return await calls;', 'return Promise.race(calls);'],
  })),
  sql('medium', (i) => ({
    goal: `keeps only the groups with more than five ${i.nouns}`,
    code: `SELECT ${i.other}_id, COUNT(*) AS total, AVG(${i.field}) AS mean_${i.field}\nFROM ${i.nouns}\nGROUP BY ${i.other}_id\n___\nORDER BY total DESC;`,
    accepted: ['HAVING COUNT(*) > 5'],
    wrong: ['WHERE COUNT(*) > 5', 'HAVING total > 5 rows', 'WHERE total > 5'],
  })),
  sql('medium', (i) => ({
    goal: `joins each of the ${i.nouns} with its ${i.other}, keeping ${i.nouns} without one; aliases are n and m`,
    code: `SELECT n.id, n.${i.field}, m.${i.field2}\nFROM ${i.nouns} n\n___\nWHERE n.${i.flag} = FALSE;`,
    accepted: [`LEFT JOIN ${i.other}s m ON m.id = n.${i.other}_id`, `LEFT JOIN ${i.other}s m ON n.${i.other}_id = m.id`],
    wrong: [`INNER JOIN ${i.other}s m ON m.id = n.${i.other}_id`, `RIGHT JOIN ${i.other}s m ON m.id = n.${i.other}_id`],
  })),
  go('medium', (i) => ({
    goal: `locks the mutex and makes sure that it is released when the function returns`,
    code: `type ${capital(i.noun)}Cache struct {\n\tmu    sync.Mutex\n\titems map[string]${capital(i.noun)}\n}\n\nfunc (${i.v} *${capital(i.noun)}Cache) ${capital(i.verb)}(key string) ${capital(i.noun)} {\n\t${i.v}.mu.Lock()\n\t___\n\treturn ${i.v}.items[key]\n}`,
    accepted: [`defer ${i.v}.mu.Unlock()`],
    wrong: [`${i.v}.mu.Unlock()`, `go ${i.v}.mu.Unlock()`],
  })),
  py('hard', (i) => ({
    goal: 'caches results without bound, using functools',
    code: `import functools\n\n___\ndef ${i.verb}_${i.noun}(depth: int, ${i.field}: int) -> int:\n    if depth == 0:\n        return ${i.field}\n    return ${i.verb}_${i.noun}(depth - 1, ${i.field} + 1) + ${i.verb}_${i.noun}(depth - 1, ${i.field})`,
    accepted: ['@functools.lru_cache(maxsize=None)', '@functools.cache'],
    wrong: ['@functools.lru_cache(maxsize=0)', '@functools.wraps', '@cached_property'],
  })),
  py('hard', (i) => ({
    goal: `splits ${i.nouns} into consecutive chunks of ${i.field} with a slice (a generator, one line)`,
    code: `def ${i.verb}_chunks(${i.nouns}, ${i.field}):\n    for start in range(0, len(${i.nouns}), ${i.field}):\n        ___`,
    accepted: [`yield ${i.nouns}[start:start + ${i.field}]`, `yield ${i.nouns}[start : start + ${i.field}]`],
    wrong: [`yield ${i.nouns}[start:${i.field}]`, `return ${i.nouns}[start:start + ${i.field}]`],
  })),
  ts('hard', (i) => ({
    goal: `makes an object type with every property of ${capital(i.noun)} optional except ${i.field}`,
    code: `interface ${capital(i.noun)} {\n  ${i.field}: number;\n  ${i.field2}: string;\n  ${i.flag}: boolean;\n}\n\n___\n\nexport function ${i.verb}(patch: ${capital(i.noun)}Patch): void {}`,
    accepted: [
      `type ${capital(i.noun)}Patch = Partial<${capital(i.noun)}> & Pick<${capital(i.noun)}, '${i.field}'>;`,
      `type ${capital(i.noun)}Patch = Pick<${capital(i.noun)}, '${i.field}'> & Partial<${capital(i.noun)}>;`,
    ],
    wrong: [
      `type ${capital(i.noun)}Patch = Partial<${capital(i.noun)}>;`,
      `type ${capital(i.noun)}Patch = Omit<Partial<${capital(i.noun)}>, '${i.field}'>;`,
    ],
  })),
  ts('hard', (i) => ({
    goal: `rejects with an Error "${i.noun} timed out" after ms milliseconds`,
    code: `export function ${i.verb}WithLimit<T>(work: Promise<T>, ms: number): Promise<T> {\n  const limit = new Promise<never>((_, reject) => {\n    ___\n  });\n  return Promise.race([work, limit]);\n}`,
    accepted: [
      `setTimeout(() => reject(new Error('${i.noun} timed out')), ms);`,
      `setTimeout(() => reject(new Error("${i.noun} timed out")), ms);`,
    ],
    wrong: [`setTimeout(reject(new Error('${i.noun} timed out')), ms);`, `reject(new Error('${i.noun} timed out'));`],
  })),
  sql('hard', (i) => ({
    goal: `numbers the ${i.nouns} of each ${i.other} by ${i.field}, highest first, as place`,
    code: `SELECT id, ${i.other}_id, ${i.field},\n  ___\nFROM ${i.nouns};`,
    accepted: [`ROW_NUMBER() OVER (PARTITION BY ${i.other}_id ORDER BY ${i.field} DESC) AS place`],
    wrong: [
      `ROW_NUMBER() OVER (ORDER BY ${i.field} DESC) AS place`,
      `ROW_NUMBER() OVER (PARTITION BY ${i.other}_id ORDER BY ${i.field}) AS place`,
      `RANK() AS place`,
    ],
  })),
  go('hard', (i) => ({
    goal: 'stops waiting when the context is cancelled',
    code: `func ${i.verb}(ctx context.Context, ${i.nouns} <-chan ${capital(i.noun)}) error {\n\tfor {\n\t\tselect {\n\t\tcase ${i.v} := <-${i.nouns}:\n\t\t\t${i.verb2}(${i.v})\n\t\t___\n\t\t\treturn ctx.Err()\n\t\t}\n\t}\n}`,
    accepted: ['case <-ctx.Done():'],
    wrong: ['case ctx.Done():', 'default:', 'case <-ctx.Err():'],
  })),
];
