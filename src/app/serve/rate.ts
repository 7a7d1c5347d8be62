import { z } from 'zod';
import type { Feedback } from '../../domain/recording.js';
import { ChatError } from './chat-error.js';
import type { Serving } from './serving.js';

/** What a user says of an answer. */
const ratingSchema = z
  .strictObject({
    id: z.string().min(1),
    thumbs: z.enum(['up', 'down']).optional(),
    stars: z.number().min(1).max(5).optional(),
  })
  .refine(({ thumbs, stars }) => (thumbs === undefined) !== (stars === undefined), { message: 'needs thumbs or stars' });

/**
 * Takes a rating of an answer by the id of its completion: the recording is written again with it, and a router that learns is told.
 *
 * @throws ChatError (400) for what is no rating, (404) for an answer that isn't one of the last
 */
export async function rate({ answers, memory, log }: Serving, text: string): Promise<object> {
  const rating = ratingOf(text);
  const id = rating.id.replace(/^chatcmpl-/, '');
  const recording = answers.get(id);
  if (recording === undefined)
    throw new ChatError(404, 'no_such_answer', `no answer of late has the id ${rating.id}`, { param: 'id' });
  const said: Feedback = rating.thumbs === undefined ? { stars: rating.stars as number } : { thumbs: rating.thumbs };
  const rated = { ...recording, revision: (recording.revision ?? 0) + 1, feedback: [...(recording.feedback ?? []), said] };
  answers.set(id, rated);
  await log.recording(rated);
  memory.rated(id, 'thumbs' in said ? Number(said.thumbs === 'up') : (said.stars - 1) / 4);
  return { id: rating.id, ratings: rated.feedback.length };
}

function ratingOf(text: string) {
  try {
    return ratingSchema.parse(JSON.parse(text));
  } catch {
    throw new ChatError(
      400,
      'invalid_request',
      'no rating; accepted: {"id": "chatcmpl-…", "thumbs": "up" | "down"} or "stars": 1..5',
    );
  }
}
