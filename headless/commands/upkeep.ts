/** `royal audit|backup|restore|doctor`. */
import { resolve } from 'node:path';
import { counted } from '../../shared/counted.ts';
import { type CommandContext, declare, type Program } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export function declareUpkeep(program: Program): void {
  const audit = program.root.command('audit').description('the record of who did what');
  declare(program, audit, 'verify', 'whether the record is whole and unchanged', verify);
  declare(program, audit, 'list', 'the newest entries', listAudit).option('--limit <n>', 'how many', '30');
  declare(
    program,
    program.root,
    'backup <path>',
    'copy all databases into a new folder, without keys',
    backup,
  );
  declare(program, program.root, 'restore <path>', 'put a backup in the place of the data folder', restore);
  declare(program, program.root, 'doctor', 'check everything and say what to do', doctor).option(
    '--offline',
    'do not ask the shops',
  );
}

async function verify(context: CommandContext) {
  const verdict = await (await context.client()).audit.verify();
  const { terminal } = context;
  terminal.value(verdict);
  const mark = verdict.ok ? terminal.style('green', '✓') : terminal.style('red', '✗');
  terminal.line(`${mark} ${verdict.text} (${counted(verdict.rows, 'entry', 'entries')})`);
  return verdict.ok ? undefined : EXIT.data;
}

async function listAudit(context: CommandContext, options: { limit: string }) {
  const rows = await (await context.client()).audit.list({ limit: Number(options.limit) });
  const { terminal } = context;
  terminal.value(rows);
  terminal.table(
    rows.map((row) => [
      String(row.seq),
      new Date(row.at).toISOString().slice(0, 19).replace('T', ' '),
      row.actor,
      row.storeId ?? '',
      row.text,
    ]),
    { head: ['#', 'WHEN (UTC)', 'WHO', 'STORE', 'WHAT'], right: [0] },
  );
  return undefined;
}

async function backup(context: CommandContext, path: string) {
  const made = await (await context.client()).backup.create({ path: resolve(path) });
  const { terminal } = context;
  terminal.value(made);
  terminal.line(
    `${terminal.style('green', '✓')} ${made.path}: ${counted(made.files, 'file')}, ${(made.bytes / 1e6).toFixed(1)} MB`,
  );
  terminal.hint('It holds no keys: they stay where this data folder keeps them (royal doctor says where).');
  return undefined;
}

/** Without a core: the folder must have no owner while it is replaced. */
async function restore(context: CommandContext, path: string) {
  // With all that is known of the databases, which no other command needs here.
  const [{ restoreBackup }, { KNOWN_VERSIONS }] = await Promise.all([
    import('../../core/data-folder/restore.ts'),
    import('../../core/known-versions.ts'),
  ]);
  const done = await restoreBackup(path, context.folder, KNOWN_VERSIONS, Date.now());
  const { terminal } = context;
  terminal.value(done);
  terminal.line(
    `${terminal.style('green', '✓')} ${done.folder} is as it was on ${new Date(done.backupOf).toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
  );
  terminal.line('The emergency stop is pulled: what was approved then may have been done since.');
  terminal.hint('Next: royal actions list, then royal resume');
  return undefined;
}

async function doctor(context: CommandContext, options: { offline?: boolean }) {
  const checks = await (await context.client()).doctor.run({ offline: options.offline ?? false });
  const { terminal } = context;
  terminal.value(checks);
  const marks = {
    ok: terminal.style('green', '✓'),
    warn: terminal.style('yellow', '!'),
    fail: terminal.style('red', '✗'),
  };
  const widest = Math.max(...checks.map((check) => check.name.length));
  for (const check of checks) {
    terminal.line(`${marks[check.state]} ${check.name.padEnd(widest)}  ${check.text}`);
    if (check.next) terminal.hint(`  ${' '.repeat(widest)}  ${check.next}`);
  }
  return checks.some((check) => check.state === 'fail') ? EXIT.failed : undefined;
}
