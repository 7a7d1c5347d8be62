import { type Check, stops } from './check-view.js';

/** Where a check was asked for: the file relative to the repository (null: none), and the line of each gate where it is known. */
export interface CheckPlace {
  readonly file: string | null;
  readonly gateLines: readonly (number | null)[];
}

/**
 * What does not pass, as GitHub Actions workflow commands, one a line: errors for what stops the pipeline, warnings for the
 * rest. A gate points at its line of the experiment file.
 */
export function annotationLines(checks: readonly Check[], { file, gateLines }: CheckPlace, strict: boolean): string[] {
  return checks
    .filter(({ verdict }) => verdict !== 'pass')
    .map((check) => {
      const line = check.gate === null ? null : (gateLines[check.gate] ?? null);
      const properties = [
        ...(file === null ? [] : [`file=${escapeProperty(file)}`]),
        ...(line === null ? [] : [`line=${line}`]),
        `title=${escapeProperty(`routelab ${check.suite}: ${check.name}`)}`,
      ];
      return `::${stops(check, strict) ? 'error' : 'warning'} ${properties.join(',')}::${escapeData(check.sentence)}`;
    });
}

/** Workflow commands end at a line's end; percent signs start an escape. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
