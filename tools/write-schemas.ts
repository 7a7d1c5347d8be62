import { mkdirSync, writeFileSync } from 'node:fs';
import { schemaFiles } from '../src/app/schema-files.js';

// Regenerates schema/ from the types: npm run schema
mkdirSync('schema', { recursive: true });
for (const { path, text } of schemaFiles()) writeFileSync(`schema/${path}`, text);
