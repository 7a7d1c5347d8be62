import { register } from 'node:module';

// Prints every module that is loaded: node --import ./log-loads.mjs program.js
register(
  `data:text/javascript,${encodeURIComponent(`
    import { writeSync } from 'node:fs';
    export async function load(url, context, next) {
      writeSync(1, 'loaded ' + url + '\\n');
      return next(url, context);
    }
  `)}`,
);
