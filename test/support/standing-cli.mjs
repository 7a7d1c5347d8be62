// The built command line, kept running: started once for each worker of a test run, it carries out one command after the
// other. Starting a process and compiling the program takes several times what a command over a small workspace does.
//
//   node standing-cli.mjs <program.js> <main.js> <folder with the pipes ask and answer> <pid of the test run>
//
// A question is {cwd, env, args}, an answer {code, stdout, stderr}; each ends where its pipe is closed.
import { closeSync, constants, openSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const [program, main, folder, testRun] = process.argv.slice(2);
const home = process.cwd();
const ENDS_AT_BYTES = 900_000_000;
const WAITS_MS = 20_000;
const BELL = new Int32Array(new SharedArrayBuffer(4));
const { program: carryOut } = await import(pathToFileURL(program).href);

let said = { stdout: '', stderr: '' };
for (const stream of ['stdout', 'stderr'])
  process[stream].write = (chunk, encoding, done) => {
    said[stream] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    (typeof encoding === 'function' ? encoding : done)?.();
    return true;
  };
process.on('warning', ({ stack }) => process.stderr.write(`${stack}\n`));
let fail = () => undefined;
for (const kind of ['unhandledRejection', 'uncaughtException']) process.on(kind, (error) => fail(error));

let asked = false;
process.on('exit', (code) => {
  rmSync(join(folder, 'ask'));
  if (asked) answer(code);
});
// A test run that was killed takes this along, which may wait in a pipe that nobody opens.
setInterval(() => {
  try {
    process.kill(Number(testRun), 0);
  } catch {
    process.kill(process.pid, 'SIGKILL');
  }
}, 2000).unref();

for (;;) {
  const question = JSON.parse(await readFile(join(folder, 'ask'), 'utf8'));
  asked = true;
  said = { stdout: '', stderr: '' };
  const code = await codeOf(question).catch((error) => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    return 1;
  });
  process.chdir(home);
  asked = false;
  const ends = process.memoryUsage.rss() > ENDS_AT_BYTES;
  if (ends) rmSync(join(folder, 'ask'));
  answer(code);
  if (ends) process.kill(process.pid, 'SIGKILL');
}

/** Tells whoever asked; nobody, where a test that took too long was ended. */
function answer(code) {
  const pipe = join(folder, 'answer');
  for (const until = Date.now() + WAITS_MS; Date.now() < until; Atomics.wait(BELL, 0, 0, 1))
    try {
      const listening = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
      const text = openSync(pipe, 'w');
      closeSync(listening);
      writeFileSync(text, JSON.stringify({ ...said, code }));
      return closeSync(text);
    } catch (error) {
      if (!['ENXIO', 'EPIPE'].includes(error.code)) throw error;
    }
}

async function codeOf({ cwd, env, args }) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.argv.splice(1, process.argv.length, main, ...args);
  process.chdir(cwd);
  const failed = new Promise((_, reject) => {
    fail = reject;
  });
  return await Promise.race([failed, ended(args)]);
}

/** As a process ends once nothing goes on in it, so does a command here. */
async function ended(args) {
  const before = process.getActiveResourcesInfo().length;
  const code = await carryOut(args);
  while (process.getActiveResourcesInfo().length > before) await wait(1);
  return code;
}
