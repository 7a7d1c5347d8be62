import type { Recording } from '../domain/recording.js';

/** Above every revision: what an answer has before any failure. */
const ANSWERED = 2 ** 40;

/** The rank of an answer that was never recorded again: what nearly every line has. */
export const FIRST_ANSWER = ANSWERED;

/**
 * Which of several recordings of one sample counts: the one with the highest rank. Answers stand before failures, whatever their
 * revisions, because a failure says nothing of an answer that is there; among equals the higher revision stands.
 */
export function standingRank({ revision = 0, error }: Pick<Recording, 'revision' | 'error'>): number {
  return error === undefined ? ANSWERED + revision : revision;
}

/** The revision in a rank. */
export function revisionOf(rank: number): number {
  return rank >= ANSWERED ? rank - ANSWERED : rank;
}

/** Compares for sorting: what counts first. */
export function byStanding(a: Pick<Recording, 'revision' | 'error'>, b: Pick<Recording, 'revision' | 'error'>): number {
  return standingRank(b) - standingRank(a);
}
