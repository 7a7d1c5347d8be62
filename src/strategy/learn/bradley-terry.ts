/** Wins by pair of models: index `winner * models + loser`; a tie is half a win for each. */
export type Wins = Float64Array;

const MOST_ROUNDS = 10_000;
const CLOSE = 1e-13;

/**
 * Bradley and Terry's strengths: model a beats model b with chance π_a / (π_a + π_b), π the most likely ones for the wins seen
 * (Bradley & Terry 1952), by Newman's iteration (2023, "Efficient computation of rankings from pairwise comparisons"), which
 * needs no logarithm: π_a ← Σ_b wins_ab · π_b / (π_a + π_b) ÷ Σ_b wins_ba / (π_a + π_b). One more tie between every two models
 * keeps those finite that always won or lost. The strengths' mean is 1.
 */
export function bradleyTerry(wins: Wins, models: number): Float64Array {
  const strength = new Float64Array(models).fill(1);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let change = 0;
    for (let a = 0; a < models; a++) {
      let won = 0;
      let lost = 0;
      for (let b = 0; b < models; b++) {
        if (a === b) continue;
        const sum = (strength[a] as number) + (strength[b] as number);
        won += (((wins[a * models + b] as number) + 0.5) * (strength[b] as number)) / sum;
        lost += ((wins[b * models + a] as number) + 0.5) / sum;
      }
      if (models === 1) break;
      const next = won / lost;
      change = Math.max(change, Math.abs(next - (strength[a] as number)) / next);
      strength[a] = next;
    }
    const mean = strength.reduce((total, one) => total + one, 0) / models;
    for (let a = 0; a < models; a++) strength[a] = (strength[a] as number) / mean;
    if (change < CLOSE) break;
  }
  return strength;
}

/** Chance of each model of beating another that is drawn by chance; ½ for a model alone. */
export function winShares(strength: Float64Array): Float64Array {
  return strength.map((own, a) => {
    if (strength.length === 1) return 0.5;
    const sum = strength.reduce((total, other, b) => (a === b ? total : total + own / (own + other)), 0);
    return sum / (strength.length - 1);
  });
}

/** What model a's quality beside model b's counts as: 1 a win, ½ a tie, 0 a loss; NaN where either is not known. */
export function outcomeOf(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
  return a > b ? 1 : a === b ? 0.5 : 0;
}
