/** A member of the page's state, as it stands in the address. */
export interface StateField<T> {
  readonly initial: T;
  /** Undefined for a text that means nothing: the member then keeps its initial value. */
  read(text: string): T | undefined;
  write(value: T): string;
}

/** One of some words, the first unless another is said. */
export function wordField<const W extends string>(words: readonly [W, ...W[]]): StateField<W> {
  return { initial: words[0], read: (text) => words.find((word) => word === text), write: (value) => value };
}

/** Any text, or null. */
export const textField: StateField<string | null> = {
  initial: null,
  read: (text) => text,
  write: (value) => value ?? '',
};

/** A finite number, or null. */
export const numberField: StateField<number | null> = {
  initial: null,
  read: (text) => (text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined),
  write: (value) => String(value ?? ''),
};

/** A set of texts in an order. */
export const textsField: StateField<readonly string[]> = {
  initial: [],
  read: (text) =>
    text
      .split(',')
      .filter((part) => part !== '')
      .flatMap((part) => decodedText(part) ?? []),
  write: (values) => values.map((value) => encodeURIComponent(value)).join(','),
};

/** Numbers by name. */
export const numbersField: StateField<Readonly<Record<string, number>>> = {
  initial: {},
  read(text) {
    const entries = text.split(',').flatMap((part): [string, number][] => {
      const [name = '', value = ''] = part.split(':');
      const known = decodedText(name);
      return known !== null && value !== '' && Number.isFinite(Number(value)) ? [[known, Number(value)]] : [];
    });
    return Object.fromEntries(entries);
  },
  write: (values) =>
    Object.entries(values)
      .map(([name, value]) => `${encodeURIComponent(name)}:${value}`)
      .join(','),
};

/** A text that was encoded for an address; null where it is no such text. */
export function decodedText(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
