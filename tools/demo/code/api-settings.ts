/** Who asks, and for what; `{noun}`, `{verb}`, `{field}`, `{n}` are filled in. */
export const API_SETTINGS: readonly string[] = [
  'We maintain a {noun} service with {n} endpoints, most of them older than our youngest colleague.',
  'In the {verb} step of our {noun} pipeline I keep tripping over this.',
  'Code review question about the {field} module.',
  'I am porting a {noun} importer and do not know this stack well.',
  'Our linter complains about the way we handle {field} of each {noun}.',
  'Interview preparation, topic: {noun} back ends.',
  'While refactoring `{verb}_{noun}` I found three different ways of doing one thing.',
  'The {noun} dashboard has {n} users and one maintainer, me.',
  'For a side project that tracks {field} per {noun}:',
  'Pull request number {n}4{n} touches {verb}{field} and the reviewer asked for the idiomatic form.',
  'After an outage in the {noun} backend our post-mortem lists this as an action item.',
  'Coming from another ecosystem, I reach for a library first, but the {noun} team wants none.',
  'Teaching material for a class of {n}: the running example is a {noun} with a {field}.',
  'There is a comment “fix me properly” above the {verb} routine since 20{n}.',
];
