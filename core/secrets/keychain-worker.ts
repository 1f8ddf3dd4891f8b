/** The process that talks to the keychain: it may be killed while a prompt stands open, which a thread may not. */
import { type KeychainRequest, perform } from './keychain-entry.ts';

/** Ctrl-C in a terminal reaches every process there; the core still has an anchor to write. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

process.on('message', (request: KeychainRequest) => {
  perform(request).then(
    (value) => process.send!({ kind: 'value', value }),
    (error: unknown) =>
      process.send!({ kind: 'error', message: error instanceof Error ? error.message : String(error) }),
  );
});

// Not by exit, which waits for the thread that a prompt holds.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
