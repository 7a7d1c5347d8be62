import { type Check, stops } from './check-view.js';

/**
 * Checks as JUnit XML, one suite a kind. What stops the pipeline is a failure; what is undecided, and what only warns, is
 * skipped with its sentence, so that no reader takes it for passed. No times: nothing here was timed.
 */
export function junitXml(checks: readonly Check[], strict: boolean): string {
  const suites = [...new Set(checks.map(({ suite }) => suite))].map((suite) => ({
    name: suite,
    cases: checks.filter((check) => check.suite === suite),
  }));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="routelab" ${counts(checks, strict)}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${escapeXml(name)}" ${counts(cases, strict)}>`,
      ...cases.map((check) => testCase(check, strict)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function counts(checks: readonly Check[], strict: boolean): string {
  const failures = checks.filter((check) => stops(check, strict)).length;
  const skipped = checks.filter((check) => check.verdict !== 'pass' && !stops(check, strict)).length;
  return `tests="${checks.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
}

function testCase(check: Check, strict: boolean): string {
  const open = `    <testcase classname="routelab.${escapeXml(check.suite)}" name="${escapeXml(check.name)}">`;
  const text = escapeXml(check.sentence);
  if (check.verdict === 'pass') return `${open}<system-out>${text}</system-out></testcase>`;
  if (stops(check, strict)) return `${open}<failure type="${check.verdict}" message="${text}">${text}</failure></testcase>`;
  const why = check.verdict === 'fail' ? `warning: ${text}` : text;
  return `${open}<skipped message="${why}"/></testcase>`;
}

/** Characters that XML 1.0 has no way to write, not even escaped: controls, lone surrogates, U+FFFE and U+FFFF. */
const ILLEGAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text as XML character data or attribute value; what XML can't hold is spelt out (`⟨U+0000⟩`). */
export function escapeXml(text: string): string {
  return text
    .replace(ILLEGAL, (character) => `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replace(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`);
}
