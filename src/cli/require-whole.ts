import { UserError } from '../domain/user-error.js';

/** Refuses an option that is no whole number within bounds. */
export function requireWhole(field: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new UserError({ field, message: 'not accepted', value: String(value), accepted: `a whole number, ${least} to ${most}` });
}
