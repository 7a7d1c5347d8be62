import { scenes } from '../verdict/scene.js';
import { replicatesFor } from './count.js';
import { grouped, percent } from './percent.js';
import type { SaidTally } from './tally.js';

/** What the tool said where the right verdict is known. */
export function verdictSection(said: readonly SaidTally[]): string {
  const sizes = [...new Set(said.map(({ size }) => size))].sort((a, b) => a - b);
  const lines = linesOf(said);
  const of = ({ scene, said: words }: SaidTally, size: number): SaidTally | undefined =>
    said.find((one) => one.scene === scene && one.said === words && one.size === size);
  return [
    '## Verdicts',
    '',
    `How often the tool says what is not so, or misses what is, where the truth is known to the last digit. ${sizes.map((size) => counted(size, said)).join('; ')}.`,
    'Choices are made on one half of the groups and tested on the other; what stands after a choice is counted among the data sets in which there was one.',
    '',
    `| what is true | what is said | should be | ${sizes.map((size) => `n = ${grouped(size)}`).join(' | ')} |`,
    `| --- | --- | --- | ${sizes.map(() => '---:').join(' | ')} |`,
    ...lines.map(
      (one, index) =>
        `| ${one.truth === lines[index - 1]?.truth ? '' : one.truth} | ${one.said} | ${one.aim ?? ''} | ${sizes.map((size) => cell(of(one, size))).join(' | ')} |`,
    ),
    '',
    MEANING,
  ].join('\n');
}

/** What was counted at any size, in the scenes' order, each once. */
function linesOf(said: readonly SaidTally[]): readonly SaidTally[] {
  return Object.keys(scenes).flatMap((scene) => {
    const own = said.filter((one) => one.scene === scene);
    return own.filter(({ size }) => size === own[0]?.size);
  });
}

function counted(size: number, said: readonly SaidTally[]): string {
  const sets = said.filter((one) => one.size === size).map((one) => one.sets);
  const [least, most] = [Math.min(...sets), Math.max(...sets)];
  const range = least === most ? grouped(most) : `${grouped(least)} to ${grouped(most)}`;
  return `n = ${grouped(size)}: ${range} data sets a line, ${grouped(replicatesFor(size))} resamples each`;
}

/** A share with its data sets, so that a reader sees how much chance is in it. */
function cell(tally: SaidTally | undefined): string {
  if (tally === undefined || tally.of === 0) return '—';
  return `${percent(tally.times / tally.of)} of ${grouped(tally.of)}`;
}

const MEANING = `Read each share with its data sets: 2.5 % comes out between 1.5 and 3.5 % of 1,000 by chance, and shares of fewer than a hundred are only an order of
magnitude. *3.9 %* for “worse by more than the margin” is more than chance: where two rows differ on few queries the interval of their difference ends a little too low.
That error holds a router back; the one that would ship it stays at 1.3 %. At n = 2,000 the first lines are the *too high* and *too low* columns of the
quality difference above: the verdict is the interval against the margin.

A limit that is exactly met is the hardest case: nearer than that nothing can be told wrong. One candidate passes it on validation about as often
as its interval promises. Of ten candidates one or another passes it far more often, because each has its own chance: constraints are not corrected
for how many candidates compete, and this is what the test part is for. None of the choices that luck made here was *confirmed* on test; they came out
undecided. So *chosen* says which one looked best, and *confirmed* is what holds at the stated confidence.`;
