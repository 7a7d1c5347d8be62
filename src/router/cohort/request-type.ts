/** What a request asks for, as far as its words say; the last where they say nothing. */
export const REQUEST_TYPES = [
  'code_generation',
  'code_understanding',
  'technical_design',
  'analytical_reasoning',
  'writing',
  'factual_lookup',
  'general',
] as const;

export type RequestType = (typeof REQUEST_TYPES)[number];

/** How an engine of patterns writes what they are made of: the edge of a word, white space, a character of a word, and any of a line. */
export interface Dialect {
  readonly edge: string;
  readonly space: string;
  readonly word: string;
  readonly any: string;
}

/** Our own patterns: all but letter case and white space beyond ASCII is outside of words. */
export const OWN_DIALECT: Dialect = { edge: '\\b', space: '\\s', word: '\\w', any: '.' };

/** Text beyond this many code points says nothing of the type. */
export const MOST_TYPED = 2000;

const WRITE = ['write', 'create', 'implement', 'build'];
const MAKE = [...WRITE, 'generate'];
const LANGUAGES = ['python', 'javascript', 'typescript', 'java', 'rust', 'go', 'c\\+\\+', 'sql', 'bash', 'shell'];
const PROGRAMS = ['function', 'class', 'method', 'script', 'program', 'api', 'endpoint', 'microservice'];
const CODE = ['code', 'function', 'method', 'class', 'algorithm', 'snippet'];
const FAULTS = ['error', 'bug', 'exception', 'stacktrace', 'stack trace', 'traceback'];
const CHANGES = ['code', 'pr', 'pull request', 'diff', 'patch'];
const SYSTEMS = ['system', 'service', 'api', 'database', 'schema', 'module', 'microservice'];
const DATABASES = ['postgres', 'postgresql', 'mongodb', 'dynamodb', 'mysql', 'redis', 'kafka', 'sql', 'nosql'];
const TOOLS = ['library', 'framework', 'language', 'database', 'protocol', ...DATABASES];
const PROBLEMS = ['equation', 'integral', 'derivative', 'theorem', 'proof', 'problem'];
const CHANCES = ['probability', 'statistics', 'combinatorics', 'optimization problem'];
const TEXTS = ['email', 'essay', 'blog', 'post', 'article', 'letter', 'memo', 'copy', 'paragraph', 'sentence'];
const MANNERS = ['concise', 'formal', 'casual', 'professional', 'persuasive'];
const ASKING = ['who', 'what', 'when', 'where', 'which'];
const MEANING = ['define', 'definition of', 'meaning of'];

/** A pattern that says a type, and texts in small letters of which it has at least one: without any, it need not be looked for. */
export interface Sign {
  readonly type: RequestType;
  readonly pattern: string;
  readonly has: readonly string[];
}

/**
 * Signs of a type, the first that is found deciding: those of LiteLLM's request types (`classify_prompt` of its adaptive router at
 * 2b30215), which the domains and cohorts of its heuristic_v2 are keyed by. Letter case is ignored.
 */
export function signsOf({ edge, space, word, any }: Dialect): readonly Sign[] {
  const oneOf = (texts: readonly string[]): string => `(?:${texts.join('|')})`;
  const whole = (texts: readonly string[]): string => edge + oneOf(texts) + edge;
  /** One of some words and a space, or neither. */
  const maybe = (texts: readonly string[]): string => `(?:${texts.map((text) => `${text} `).join('|')})?`;
  const sign = (type: RequestType, has: readonly string[], pattern: string): Sign => ({ type, pattern, has });
  /** Both on one line, the first before the second. */
  const both = (type: RequestType, first: readonly string[], second: readonly string[]): Sign =>
    sign(type, second, `${whole(first)}${any}*${whole(second)}`);
  const atStart = (has: readonly string[], rest: string): Sign => sign('factual_lookup', has, `^${space}*${rest}${edge}`);
  return [
    sign('code_generation', MAKE, `${edge}${oneOf(MAKE)}${space}+${maybe(['a', 'an', 'the', 'me'])}${oneOf(LANGUAGES)}${edge}`),
    sign('code_generation', PROGRAMS, `${whole(WRITE)}(?:${space}+${word}+){0,4}${space}+${oneOf(PROGRAMS)}${edge}`),
    both('code_understanding', ['explain', 'describe', 'understand', 'walk me through', 'what does'], CODE),
    both('code_understanding', ['debug', 'fix', "why (?:is|does|isn't)", `what${any}s wrong`, 'trace'], FAULTS),
    sign(
      'code_understanding',
      CHANGES,
      `${edge}${oneOf(['review', 'critique'])}${space}+${maybe(['this', 'my', 'the'])}${oneOf(CHANGES)}${edge}`,
    ),
    both('technical_design', ['design', 'architect', 'plan', 'architecture'], SYSTEMS),
    both('technical_design', ['should i (?:use|choose|pick)', 'tradeoffs? between', 'compare'], TOOLS),
    sign('technical_design', ['how should i ', 'how do i '], whole(['how (?:should|do) i (?:design|structure|organize|model)'])),
    both('analytical_reasoning', ['solve', 'compute', 'calculate', 'prove', 'derive'], PROBLEMS),
    sign(
      'analytical_reasoning',
      ['then', 'find', 'suppose', 'assume'],
      whole([`if ${any}+ then`, `given ${any}+ find`, 'suppose', 'assume']),
    ),
    sign('analytical_reasoning', CHANCES, whole(CHANCES)),
    both('writing', ['write', 'draft', 'compose', 'rewrite', 'edit', 'proofread', 'polish'], TEXTS),
    sign(
      'writing',
      MANNERS,
      `${whole(['make (?:this|it)', 'help me'])}${space}+${maybe(['more', 'less'])}${oneOf(MANNERS)}${edge}`,
    ),
    atStart(ASKING, `${oneOf(ASKING)}${space}+${oneOf(['is', 'was', 'were', 'are'])}`),
    atStart(MEANING, oneOf(MEANING)),
    atStart(['how '], `how ${oneOf(['do you spell', 'to spell', `many ${any}* are there`, 'tall is'])}`),
  ];
}
