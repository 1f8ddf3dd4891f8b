/** audit.*, backup.*, doctor.*. */
import { isAbsolute, resolve } from 'node:path';
import type { AuditVerdict } from '../../shared/contract/schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import { createBackup } from '../data-folder/backup.ts';
import { checkBackup } from '../data-folder/restore.ts';
import { KNOWN_VERSIONS } from '../known-versions.ts';
import { exportAudit } from './audit-export.ts';
import { examine } from './doctor.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { auditView } from './views.ts';

export function upkeepProcedures(os: Implementer, parts: CoreParts) {
  const { anchor, clock, knownBackups, ledger, orchestrator, paths, person, secrets, stores } = parts;

  const verifyAudit = async (): Promise<AuditVerdict> => {
    await ledger.settled();
    await anchor.refresh();
    const verdict = ledger.audit.verify();
    return verdict.state === 'ok'
      ? { ok: true, text: 'ok', rows: verdict.rows }
      : { ok: false, text: verdict.text, rows: verdict.rows };
  };

  return {
    audit: {
      verify: os.audit.verify.handler(verifyAudit),
      export: os.audit.export.handler(({ input, signal }) =>
        exportAudit(ledger.audit, verifyAudit, input, signal),
      ),
      list: os.audit.list.handler(({ input }) => ledger.audit.list({ limit: input.limit }).map(auditView)),
    },
    backup: {
      create: os.backup.create.handler(async ({ input }) => {
        const made = await createBackup(paths, wholePath(input.path), clock());
        knownBackups.note(made, clock());
        ledger.audit.append({
          actor: person(input.by),
          kind: 'backup.made',
          data: { files: made.files, bytes: made.bytes },
        });
        return made;
      }),
      restore: os.backup.restore.handler(async ({ input }) => {
        const { requestRestore } = parts;
        if (!requestRestore)
          throw new RoyalError({
            code: 'invalid_state',
            message: 'This program runs for one command only and can not start anew.',
            next: `Use \`royal restore ${input.path}\` while no program uses the data folder.`,
          });
        const path = wholePath(input.path);
        const manifest = await checkBackup(path, KNOWN_VERSIONS);
        ledger.audit.append({
          actor: person(input.by),
          kind: 'backup.restore_asked',
          data: { backupOf: manifest.createdAt },
        });
        // Once this answer is on its way.
        setImmediate(() => requestRestore(path));
        return { backupOf: manifest.createdAt, files: manifest.files.length };
      }),
      list: os.backup.list.handler(() => knownBackups.list()),
    },
    doctor: {
      run: os.doctor.run.handler(({ input }) =>
        examine(
          {
            paths,
            secrets,
            ledger,
            stores: stores.open(),
            closed: stores.closed(),
            verifyAudit,
            stopped: () => orchestrator.status().stop !== null,
          },
          input.offline,
        ),
      ),
    },
  };
}

/** A part of one would begin wherever this process happens to, not where the caller stands. */
function wholePath(path: string): string {
  if (isAbsolute(path)) return resolve(path);
  throw new RoyalError({
    code: 'invalid_input',
    message: `${path} is no whole path.`,
    next: 'Name it from the root on, such as /home/ada/backups/royal.',
  });
}
