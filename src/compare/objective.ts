/** What the choice maximises, among candidates that meet every constraint. */
export type Objective =
  | { readonly kind: 'minimize_cost' }
  | { readonly kind: 'maximize_quality' }
  /** Quality minus perUsd × USD of one query minus perSecond × seconds of one query. */
  | { readonly kind: 'utility'; readonly perUsd: number; readonly perSecond: number };
