import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');

/** Files of a folder whose names end like this, and which of them were used: what is kept gets a new time when it is taken. */
export interface AgedFiles {
  names(): string[];
  /** As if all had been used long ago. */
  age(): void;
  /** Those that were taken or made since. */
  used(): string[];
  inode(name: string): number;
}

export function agedFiles(folder: string, suffix = ''): AgedFiles {
  const names = (): string[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith(suffix))
      .sort();
  return {
    names,
    age() {
      for (const name of names()) utimesSync(join(folder, name), LONG_AGO, LONG_AGO);
    },
    used: () => names().filter((name) => statSync(join(folder, name)).mtimeMs > LONG_AGO.getTime()),
    inode: (name) => statSync(join(folder, name)).ino,
  };
}
