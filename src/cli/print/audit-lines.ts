import { counted } from '../../domain/measured-text.js';
import type { Audit } from '../../domain/results.js';
import { inertText } from '../../report/inert-text.js';
import { colour } from './colour.js';

/** Errors and warnings, one line each, and how many notes stand elsewhere; nothing for none. */
export function auditLines(audits: readonly Audit[], notesAre: string): string[] {
  const shown = audits.filter(({ level }) => level !== 'note');
  const notes = audits.length - shown.length;
  const sign = (level: Audit['level']): string => (level === 'error' ? colour.red('✗') : colour.yellow('!'));
  const lines = shown.map(({ level, message }) => `  ${sign(level)} ${inertText(message)}`);
  const rest = notes > 0 ? [colour.dim(`  ${counted(notes, 'note')} ${notesAre}`)] : [];
  return lines.length + rest.length === 0 ? [] : [colour.bold('AUDITS'), ...lines, ...rest];
}
