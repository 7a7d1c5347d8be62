/** `kept-predictions.ts` where every request is predicted for once. */
export function keptPredictions<P>(predict: P): P {
  return predict;
}
