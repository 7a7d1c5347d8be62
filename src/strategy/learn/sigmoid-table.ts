import { type MonotoneTable, QUALITY_ONE } from '../../router/predictor/table.js';
import { sigmoid } from '../../stats/exp.js';

/**
 * From log-odds in units of 2⁻¹⁶ to chances. Knots every 2⁻³ of log-odds from −10 to 10: straight lines between them are within
 * 2·10⁻⁴.
 */
export const SIGMOID: MonotoneTable = sigmoidTable();

function sigmoidTable(): MonotoneTable {
  const steps = Array.from({ length: 161 }, (_, i) => i - 80);
  return { x: steps.map((step) => step * 2 ** 13), y: steps.map((step) => Math.round(QUALITY_ONE * sigmoid(step / 8))) };
}
