/**
 * Texts as a model, a user or a file's author may write them to make a page do, or show, what it should not. Whatever runs
 * sets `window.hacked`.
 */
export const HOSTILE_TEXTS: readonly string[] = [
  '</script><script>window.hacked=1</script>',
  '<!--<script>window.hacked=1//',
  ']]></script><img src=x onerror="window.hacked=1">',
  '<svg/onload=window.hacked=1><iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
  '<style>*{display:none}</style><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<a href="javascript:window.hacked=1">click</a><form action="https://evil.example"><button>go</button></form>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of someone else's
  '{{constructor.constructor("window.hacked=1")()}}{{{this}}}${window.hacked=1}`"\'&quot;&lt;',
  // Turned around, hidden, marked as another direction, and a joiner of many parts.
  '\u202eevil\u202c \u2066x\u2069 \u200f\u061c\ufeff \u0000\u0007\u001b[31mred\u001b]0;title\u0007',
  // Halves of a pair: no text of any encoding.
  'a\ud800b\udc00c\udbff',
  '\u2028window.hacked=1\u2029',
  '=HYPERLINK("https://evil.example","click")',
  "@SUM(1+1)*cmd|'/C calc'!A0",
  // One line of a million, and one of combining marks.
  'x'.repeat(1_000_000),
  `a${'\u0301'.repeat(5000)}`,
];
