/** What a disk or SQLite says, in words that tell a person what to do. */
import { RoyalError } from '../../shared/errors.ts';

/** A RoyalError for a failed read or write under `path`, or null where the cause is something else. */
export function storageError(error: unknown, path: string): RoyalError | null {
  if (error instanceof RoyalError) return error;
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return null;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL')
    return new RoyalError(
      {
        code: 'disk_full',
        message: `The disk that holds ${path} is full; what was saved before is safe.`,
        next: 'Free some space, then start again: work goes on where it stopped.',
        details: { path },
      },
      { cause: error },
    );
  if (
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'EROFS' ||
    /^SQLITE_(READONLY|CANTOPEN|PERM)/.test(code)
  )
    return new RoyalError(
      {
        code: 'folder_read_only',
        message: `${path} can not be written.`,
        next: 'Give your user the right to write there, or choose another folder with --data.',
        details: { path, cause: code },
      },
      { cause: error },
    );
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT_'))
    return new RoyalError(
      {
        code: 'database_damaged',
        message: `A database under ${path} is damaged.`,
        next: 'Run `royal doctor` to see which; put it back with `royal restore`. Nothing was overwritten.',
        details: { path },
      },
      { cause: error },
    );
  return null;
}
