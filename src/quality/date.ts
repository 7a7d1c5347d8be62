import type { ScorerDefinition } from './scorer.js';
import { only } from './text/only.js';
import { readDates } from './text/read-dates.js';
import { referenceTexts, textsUnder } from './text/reference-texts.js';

/**
 * 1 when the date an answer gives is an accepted date, else 0; 0 too when the answer gives none. Read are `2024-03-03` (a
 * time may follow), `3 March 2024`, `3rd day of March, 2024`, `Mar. 3rd, 2024`, `03/04/2024`, `03-04-2024`, `03.04.2024`:
 * English month names, four-digit years, real days of the Gregorian calendar only, the same on every machine. Two-digit years
 * and days written as words are not read. A reference is a text that holds a date, a list, `{any_of: […]}` or `{date: …}`;
 * null where no date can be read from it.
 */
export const date: ScorerDefinition = {
  name: 'date',
  version: 1,
  needs: 'text',
  description: 'the date the answer gives is the reference’s',
  options: {
    extract: {
      kind: 'choice',
      default: 'last',
      choices: ['last', 'first', 'only'],
      description: 'which date of the answer is meant; only: one that names two different dates is wrong',
    },
    day_first: { kind: 'flag', default: false, description: 'read 03/04/2024 as 3 April; false: as March 4' },
    tolerance_days: { kind: 'number', default: 0, min: 0, description: 'largest difference in days that still counts as equal' },
  },
  create(settings) {
    const extract = settings.choice('extract');
    const dayFirst = settings.flag('day_first');
    const tolerance = settings.number('tolerance_days');
    const daysIn = (text: string): readonly number[] => readDates(text, dayFirst).map(({ day }) => day);
    return (recording, label) => {
      const texts = referenceTexts(label.reference) ?? textsUnder(label.reference, 'date') ?? [];
      const accepted = texts.map((text) => daysIn(text).at(-1)).filter((day) => day !== undefined);
      if (accepted.length === 0 || recording.answer === undefined) return null;
      const days = daysIn(recording.answer.text);
      const answer = extract === 'only' ? only(days) : days.at(extract === 'first' ? 0 : -1);
      return answer !== undefined && accepted.some((day) => Math.abs(day - answer) <= tolerance) ? 1 : 0;
    };
  },
};
