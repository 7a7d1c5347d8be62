import { writeFileSync } from 'node:fs';
import { auditsPage } from './docs/audits-page.js';
import { metricsPage } from './docs/metrics-page.js';

// Regenerates the pages made from the code: npm run docs
writeFileSync('docs/metrics.md', metricsPage());
writeFileSync('docs/audits.md', auditsPage());
