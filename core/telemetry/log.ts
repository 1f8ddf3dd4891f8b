/** The log of a data folder: JSON lines in royal.log, turned over by size, without secrets or personal data. */
import { existsSync, renameSync, statSync } from 'node:fs';
import pino from 'pino';

export type Log = Pick<pino.Logger, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

export interface OpenLog {
  log: Log;
  /** Writes out what is held back. */
  close(): void;
}

const LIMIT_BYTES = 10 * 1024 * 1024;

/** Fields that must never be read in a log, wherever they stand. */
const HIDDEN = [
  'accessToken',
  'access_token',
  'authorization',
  'Authorization',
  'clientSecret',
  'client_secret',
  'email',
  'firstName',
  'key',
  'lastName',
  'password',
  'person',
  'phone',
  'secret',
  'token',
];

/** Tokens of Shopify inside a text (a message, a URL), whatever field it is in. */
const TOKEN = /\b(shp(?:at|ca|pa|ss|tka|ua)_)[A-Za-z0-9]+/g;

/** ROYAL_LOG names the level: trace, debug, info (default), warn, error, fatal or silent. */
export function openLog(path: string, level = 'info'): OpenLog {
  if (existsSync(path) && statSync(path).size > LIMIT_BYTES) renameSync(path, `${path}.1`);
  const destination = pino.destination({ dest: path, mode: 0o600, sync: false, minLength: 0 });
  // A full disk must not end the program through its log.
  destination.on('error', () => {});
  return {
    log: pino(
      {
        level: pino.levels.values[level] || level === 'silent' ? level : 'info',
        base: { pid: process.pid },
        redact: {
          paths: HIDDEN.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]),
          censor: '[hidden]',
        },
        hooks: { streamWrite: (line) => line.replace(TOKEN, '$1[hidden]') },
      },
      destination,
    ),
    close() {
      try {
        destination.flushSync();
      } catch {
        // Not yet open or already gone: nothing is held back then.
      }
      destination.end();
    },
  };
}
