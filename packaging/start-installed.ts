/**
 * Starts a packed program as a person does, on a machine that has the real Electron:
 * `node packaging/start-installed.ts <executable> [argument …]`. Ends with status 1 where it does not answer.
 */
import { runInstalledProgram } from './installed-program.ts';

const [executable, ...args] = process.argv.slice(2);
if (executable === undefined) throw new Error('Name the executable of the packed program.');
try {
  await runInstalledProgram(executable, args);
  process.stdout.write('The installed program starts, answers and ends.\n');
} catch (error) {
  process.stderr.write(`The installed program does not work: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
