export type PartName = 'train' | 'validation' | 'test';
export const PARTS: readonly PartName[] = ['train', 'validation', 'test'];
