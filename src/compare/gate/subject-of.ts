import { nearest } from '../../domain/nearest.js';
import type { MetricDefinition, MetricUnit } from '../../domain/results.js';
import {
  AUDIT_LEVELS,
  type AuditLevel,
  type GateSubject,
  SLICE_MEMBERS,
  type SliceMember,
  VERSUS_MEMBERS,
  type VersusMember,
} from './gate.js';
import type { Segment } from './read-path.js';
import { gateError, type Stretch } from './syntax-error.js';

/** What an expression may name. */
export interface GateVocabulary {
  readonly metrics: readonly MetricDefinition[];
  readonly costUnit: 'usd' | 'calls';
}

/** A subject and the unit of its number. */
export interface UnitSubject {
  readonly subject: GateSubject;
  readonly unit: MetricUnit;
}

const FUNCTIONS = ['row', 'slice', 'vs'] as const;

/**
 * What a path means.
 *
 * @throws UserError pointing at the part that means nothing, with what is accepted there and the nearest name
 */
export function subjectOf(text: string, segments: readonly Segment[], vocabulary: GateVocabulary): UnitSubject {
  const [first, ...others] = segments;
  if (first?.name !== 'row') return rowless(text, segments, vocabulary, null);
  if (first.argument === null) throw needsArgument(text, first);
  const [next] = others;
  if (next === undefined) throw gateError(text, first, 'a row is no number', { accepted: `${first.name}(…).quality.mean` });
  if (next.name === 'audits') throw gateError(text, next, 'audits belong to the run, not to a row', { accepted: 'audits.error' });
  if (next.name === 'row') throw gateError(text, next, 'one row is enough');
  return rowless(text, others, vocabulary, first.argument);
}

function rowless(text: string, segments: readonly Segment[], vocabulary: GateVocabulary, row: string | null): UnitSubject {
  const [first, ...others] = segments as [Segment, ...Segment[]];
  switch (first.name) {
    case 'slice':
      return sliceOf(text, first, others, vocabulary, row);
    case 'vs':
      return versusOf(text, first, others, vocabulary, row);
    case 'audits':
      if (first.argument !== null) throw gateError(text, first, 'audits has no brackets', { accepted: 'audits.error' });
      return {
        subject: { kind: 'audits', level: memberOf<AuditLevel>(text, first, others, AUDIT_LEVELS) },
        unit: 'count',
      };
    default:
      return metricOf(text, segments, vocabulary, row);
  }
}

function sliceOf(
  text: string,
  first: Segment,
  others: readonly Segment[],
  { costUnit }: GateVocabulary,
  row: string | null,
): UnitSubject {
  if (first.argument === null) throw needsArgument(text, first);
  const member = memberOf<SliceMember>(text, first, others, SLICE_MEMBERS);
  return {
    subject: { kind: 'slice', row, category: first.argument, member },
    unit: member === 'cost' ? costUnit : 'fraction',
  };
}

function versusOf(
  text: string,
  first: Segment,
  others: readonly Segment[],
  { costUnit }: GateVocabulary,
  row: string | null,
): UnitSubject {
  if (first.argument === null) throw needsArgument(text, first);
  const member = memberOf<VersusMember>(text, first, others, VERSUS_MEMBERS);
  const unit = member === 'quality' ? 'fraction' : member === 'cost' ? costUnit : 'ratio';
  return { subject: { kind: 'versus', row, other: first.argument, member }, unit };
}

function needsArgument(text: string, segment: Segment) {
  const accepted = { row: 'row(router:my-strategy)', slice: 'slice(my category)', vs: 'vs(reference) or vs(another row)' };
  return gateError(text, segment, `${segment.name} needs a name in brackets`, {
    accepted: accepted[segment.name as keyof typeof accepted],
  });
}

/** The one member that must follow. */
function memberOf<M extends string>(text: string, owner: Segment, others: readonly Segment[], members: readonly M[]): M {
  const [member, extra] = others;
  const accepted = members.join(', ');
  if (member === undefined) throw gateError(text, owner, 'which number of it?', { accepted: `.${members.join(', .')}` });
  const found = members.find((name) => name === member.name);
  if (found === undefined || member.argument !== null) {
    const close = nearest(member.name, members);
    throw gateError(text, member, `${owner.name} has no number "${textOf(text, member)}"`, {
      accepted,
      ...(close === undefined ? {} : { nearest: close }),
    });
  }
  if (extra !== undefined) throw gateError(text, extra, `"${member.name}" is a number: nothing can follow it`);
  return found;
}

function metricOf(
  text: string,
  segments: readonly Segment[],
  { metrics, costUnit }: GateVocabulary,
  row: string | null,
): UnitSubject {
  const called = segments.find(({ argument }) => argument !== null);
  if (called !== undefined) throw notCallable(text, called);
  const name = segments.map((segment) => segment.name).join('.');
  const metric = metrics.find((one) => one.name === name);
  if (metric === undefined) throw unknownMetric(text, whole(segments), name, metrics);
  return { subject: { kind: 'metric', row, metric: name }, unit: metric.unit === 'usd' ? costUnit : metric.unit };
}

function notCallable(text: string, segment: Segment) {
  const close = nearest(segment.name, FUNCTIONS);
  return gateError(text, segment, `nothing is called ${segment.name}(…)`, {
    accepted: FUNCTIONS.map((name) => `${name}(…)`).join(', '),
    ...(close === undefined ? {} : { nearest: `${close}(${segment.argument})` }),
  });
}

/** Names of the same family where the first word is one, else the families. */
function unknownMetric(text: string, stretch: Stretch, name: string, metrics: readonly MetricDefinition[]) {
  const names = metrics.map((metric) => metric.name);
  const family = `${name.split('.')[0]}.`;
  const kin = names.filter((one) => one.startsWith(family));
  const families = [...new Set(names.map((one) => `${one.split('.')[0]}.*`))];
  const close = nearest(name, [...names, ...FUNCTIONS, 'audits.error', 'audits.warn']) ?? kin[0];
  return gateError(text, stretch, `no metric is called "${name}"`, {
    accepted: kin.length > 0 ? kin.join(', ') : `${families.join(', ')}, slice(…), vs(…), row(…), audits.*`,
    ...(close === undefined ? {} : { nearest: close }),
    hint: 'docs/metrics.md lists every metric',
  });
}

function whole(segments: readonly Segment[]): Stretch {
  const first = segments[0];
  const last = segments.at(-1);
  if (first === undefined || last === undefined) return { at: 0, length: 1 };
  return { at: first.at, length: last.at + last.length - first.at };
}

function textOf(text: string, { at, length }: Stretch): string {
  return text.slice(at, at + length);
}
