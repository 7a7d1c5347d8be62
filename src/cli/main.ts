#!/usr/bin/env node
import { hideBin } from 'yargs/helpers';
import { program } from './program.js';

// A reader that went away (`routelab … | head`) is not an error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await program(hideBin(process.argv));
