import { writeFileSync } from 'node:fs';
import { metricsPage } from './docs/metrics-page.js';

// Regenerates the pages made from the code: npm run docs
writeFileSync('docs/metrics.md', metricsPage());
