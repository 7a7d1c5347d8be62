/** `check-request.ts` and `check-feedback.ts` where every byte counts: what is no request is not told, it fails where it is read. */
export function checkRequest(): void {}

export const checkFeedback = checkRequest;
