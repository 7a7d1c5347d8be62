import { element } from '../dom/element.js';
import type { Section } from '../page/section.js';
import { whatIfBanner } from '../what-if/banner.js';
import { choiceUnder } from '../what-if/choice-under.js';

/** The verdict stays as measured; what other prices would make of it stands below, and says what it is. */
export const whatIfVerdict: Section = {
  id: 'what-if-verdict',
  place: { enhances: 'verdict' },
  needsQueries: true,
  mount(context) {
    const { root, data, state } = context;
    const banner = whatIfBanner(data, state);
    banner.append(element('p', {}, 'As exploration on the reported queries:'), choiceUnder(context));
    root.querySelector('.verdict')?.after(banner);
  },
};
