/** A fact about a real programming interface, asked as a task. */
export interface ApiFact {
  readonly difficulty: 'easy' | 'medium' | 'hard';
  readonly area: string;
  readonly tasks: readonly string[];
  readonly right: string;
  readonly wrong: readonly string[];
  readonly why: string;
}
