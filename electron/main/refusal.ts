/** What somebody tried that the shell doesn't let through: a typed error, and a line in the log. */
import type { Log } from '../../core/telemetry/log.ts';
import { RoyalError } from '../../shared/errors.ts';

/** `what` and `details` name origins and permissions only: a path or a query may carry a person's data. */
export function refuse(log: Log, what: string, details: Record<string, unknown>): RoyalError {
  const error = new RoyalError({
    code: 'not_trusted',
    message: `Refused: ${what}.`,
    next: 'Nothing was done. If you did not expect this, restart the program and report this line of desktop.log.',
    details,
  });
  log.warn({ code: error.code, ...details }, error.message);
  return error;
}

/** The part of a URL that may be written down. */
export function originOf(text: string): string {
  const url = URL.parse(text);
  if (url === null) return '(no URL)';
  return url.host === '' ? url.protocol : `${url.protocol}//${url.host}`;
}
