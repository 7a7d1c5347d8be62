import type { Answer, Attempt, CallError, Recording } from '../domain/recording.js';
import { redactJson, redactText } from './redact.js';

/** The free texts of a recording made safe; everything else is numbers and names. */
export function redactRecording(recording: Recording, secrets: readonly string[]): Recording {
  const { request, answer, error, attempts, servedModel } = recording;
  return {
    ...recording,
    ...(request === undefined ? {} : { request: redactJson(request, secrets) as NonNullable<Recording['request']> }),
    ...(answer === undefined ? {} : { answer: cleanAnswer(answer, secrets) }),
    ...(servedModel === undefined ? {} : { servedModel: redactText(servedModel, secrets) }),
    ...(error === undefined ? {} : { error: cleanError(error, secrets) }),
    ...(attempts === undefined ? {} : { attempts: attempts.map((attempt) => cleanAttempt(attempt, secrets)) }),
  };
}

function cleanAnswer(answer: Answer, secrets: readonly string[]): Answer {
  const { text, toolCalls } = answer;
  const cleanCalls = toolCalls?.map((call) => ({
    ...call,
    name: redactText(call.name, secrets),
    arguments: redactText(call.arguments, secrets),
  }));
  return { ...answer, text: redactText(text, secrets), ...(cleanCalls === undefined ? {} : { toolCalls: cleanCalls }) };
}

function cleanError(error: CallError, secrets: readonly string[]): CallError {
  return error.message === undefined ? error : { ...error, message: redactText(error.message, secrets) };
}

function cleanAttempt(attempt: Attempt, secrets: readonly string[]): Attempt {
  const { requestId, error } = attempt;
  return {
    ...attempt,
    ...(requestId === undefined ? {} : { requestId: redactText(requestId, secrets) }),
    ...(error === undefined ? {} : { error: cleanError(error, secrets) }),
  };
}
