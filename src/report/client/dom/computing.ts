import { DASH } from '../../format.js';
import { COMPUTING } from '../../regret-view.js';
import { element } from './element.js';

/** What is known of a value while its interval, or it itself, is still being worked out. */
export function computing(text: string): (Node | string)[] {
  return [text === DASH ? '' : `${text} `, element('span', { class: 'computing' }, COMPUTING)];
}
