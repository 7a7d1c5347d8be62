import type { Random } from '../random.js';
import { capital, type Identifiers } from './identifier.js';

type Build = (random: Random, i: Identifiers) => { readonly path: string; readonly code: string };

const FILES: readonly Build[] = [
  (random, i) => ({
    path: `docs/${i.noun}.md`,
    code: `# ${capital(i.noun)}\n\nThe ${i.field} of a ${i.noun} is shown with ${random.int(1, 4)} decimals. See also ${i.other}.`,
  }),
  (random, i) => ({
    path: `migrations/${random.int(1000, 9999)}_${i.nouns}.sql`,
    code: `ALTER TABLE ${i.nouns} ADD COLUMN ${i.field2} INTEGER DEFAULT ${random.int(1, 99)};\nCREATE INDEX ${i.noun}_${i.flag} ON ${i.nouns} (${i.flag}, ${i.field2});`,
  }),
  (random, i) => ({
    path: `config/${i.other}.toml`,
    code: `[${i.other}]\n${i.field} = ${random.int(10, 900)}\n${i.flag} = ${random.chance(0.5)}\n\n[${i.noun}.limits]\n${i.field2} = ${random.int(2, 60)}`,
  }),
  (random, i) => ({
    path: `tests/test_${i.verb}_${i.other}.py`,
    code: `def test_${i.verb}_of_${i.flag}_${i.other}():\n    ${i.v} = make_${i.other}(${i.field}=${random.int(1, 90)})\n    assert ${i.v}.${i.field} != ${random.int(91, 200)}\n    assert not ${i.v}.${i.flag}`,
  }),
  (random, i) => ({
    path: `src/format-${i.field}-${i.other}.ts`,
    code: `/** ${capital(i.field)} of a ${i.other} for people. */\nexport const show${capital(i.field)} = (${i.v}: number): string => \`\${${i.v}.toFixed(${random.int(1, 4)})} ${i.noun}s\`;`,
  }),
];

/** A file that has nothing to do with the question. */
export function bystander(random: Random, i: Identifiers): { readonly path: string; readonly code: string } {
  return random.pick(FILES)(random, i);
}
