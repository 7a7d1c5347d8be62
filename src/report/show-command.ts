import { shellWord } from '../domain/shell-word.js';
import { inertText } from './inert-text.js';

/** What shows a query in the terminal; null for an id that does more to a terminal than to be read. */
export function showCommand(id: string): string | null {
  return id === inertText(id) && !id.startsWith('-') ? `routelab show ${shellWord(id)}` : null;
}
