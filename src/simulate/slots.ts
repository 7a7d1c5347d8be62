/** Numbers for what is under way, given back when it is over: memory grows with the most there ever was at once. */
export interface Slots {
  take(): number;
  free(slot: number): void;
  readonly inUse: number;
}

export function slots(): Slots {
  const given: number[] = [];
  let made = 0;
  return {
    take: () => given.pop() ?? made++,
    free(slot) {
      given.push(slot);
    },
    get inUse() {
      return made - given.length;
    },
  };
}
