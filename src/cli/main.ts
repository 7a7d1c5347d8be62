#!/usr/bin/env node
import { hideBin } from 'yargs/helpers';
import { program } from './program.js';

// A reader that went away (`routelab … | head`) is not an error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// Nor is a reader of progress that went away: the work goes on without it.
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await program(hideBin(process.argv));
