/** A tuning that the page shows: data of others, an experiment, and a strategy with ranges. */
export interface TuningCase {
  readonly name: string;
  readonly title: string;
  /** Folder of the data beside the project, and how it is imported. */
  readonly source: string;
  readonly importArgs: readonly string[];
  /** Lines that replace `split: none` of the imported experiment. */
  readonly experiment: string;
  readonly strategyName: string;
  readonly strategy: string;
}

const SPLIT = 'split: { train: 0.2, validation: 0.4, test: 0.4, stratify_by: category, seed: 7 }';

const KEYWORDS =
  "[' each ', 'percent', 'half', 'twice', 'total', 'per ', 'how many', 'if ', 'dollar', ' more ', ' left', ' times ']";
const TASKS =
  "['Question', 'Answer', 'choose', 'Context', 'following', 'def ', 'Write', 'How ', 'What ', 'Which ', 'Who ', 'passage', 'A.', 'When ']";

export const tuningCases: readonly TuningCase[] = [
  {
    name: 'dcrouter',
    title: 'LLMRouter dcrouter (14 tasks, 9 models, graded scores; costs estimated at 256 answer tokens)',
    source: 'llmrouter',
    importArgs: ['llmrouter', '--set', 'dcrouter', '--assume-output-tokens', '256'],
    experiment: `${SPLIT}\nobjective: { maximize: quality }\nbootstrap: { replicates: 1000 }`,
    strategyName: 'keywords-and-length',
    strategy: `name: keywords-and-length
kind: static
pipeline:
  - rules:
      - { when: { prompt.text: { $contains: { $choice: ${TASKS} } } }, use: { $choice: [llama-3.1-8b-instruct, gemma-2-9b-it, llama3-chatqa-1.5-70b, llama-3.1-nemotron-51b-instruct] } }
      - { when: { prompt.text: { $contains: { $choice: ${TASKS} } } }, use: { $choice: [llama-3.1-8b-instruct, gemma-2-9b-it, qwen2.5-7b-instruct, llama-3.3-nemotron-super-49b-v1] } }
      - { when: { prompt.tokens: { $gt: { $log: [8, 800, 24] } } }, use: { $choice: [llama-3.1-8b-instruct, llama-3.1-nemotron-51b-instruct, llama3-chatqa-1.5-70b] } }
      - use: { $choice: [llama-3.1-nemotron-51b-instruct, llama-3.3-nemotron-super-49b-v1, gemma-2-9b-it] }
fallback: [llama-3.1-nemotron-51b-instruct]
`,
  },
  {
    name: 'gsm8k',
    title: 'RouteLLM GSM8K (2 models, right or wrong; cost counts calls of the strong one)',
    source: 'routellm',
    importArgs: ['routellm', '--set', 'gsm8k'],
    experiment: `split: { train: 0.2, validation: 0.4, test: 0.4, seed: 7 }\nobjective: { maximize: quality }\nconstraints: { cost: { at_most: 550 } }\nbootstrap: { replicates: 1000 }`,
    strategyName: 'keywords-and-length',
    strategy: `name: keywords-and-length
kind: static
pipeline:
  - rules:
      - { when: { prompt.text: { $contains: { $choice: ${KEYWORDS} } } }, use: { $choice: [gpt-4-1106-preview, mistralai/Mixtral-8x7B-Instruct-v0.1] } }
      - { when: { prompt.tokens: { $gt: { $linear: [20, 110, 31] } } }, use: gpt-4-1106-preview }
      - { when: { prompt.text: { $contains: { $choice: ${KEYWORDS} } } }, use: { $choice: [gpt-4-1106-preview, mistralai/Mixtral-8x7B-Instruct-v0.1] } }
      - use: mistralai/Mixtral-8x7B-Instruct-v0.1
fallback: [gpt-4-1106-preview]
`,
  },
];
