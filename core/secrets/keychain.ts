/**
 * The keychain behind a deadline. A call that waits for a person's password can't be taken back, and keeps its
 * process from ending; so it runs in a process of its own, which is killed when the patience is over. In Electron,
 * whose binary may be forbidden to run as Node, it runs in this one, and a late answer is dropped.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RoyalError } from '../../shared/errors.ts';
import { type KeychainRequest, perform } from './keychain-entry.ts';

export type { KeychainRequest } from './keychain-entry.ts';

export type KeychainAnswer =
  | { kind: 'value'; value: string | null }
  | { kind: 'error'; message: string }
  | { kind: 'timeout'; waitedMs: number };

export interface Keychain {
  /** One after the other, in the order of asking. Never rejects. */
  ask(request: KeychainRequest): Promise<KeychainAnswer>;
  close(): void;
}

/** Long enough to type a password into a prompt. */
const WAIT_SECONDS = 30;

/** How long the process stays for a next request: requests come in bursts. */
const LINGER_MS = 2_000;

/** ROYAL_KEYCHAIN_SECONDS says how long to wait for an answer. Throws RoyalError invalid_input. */
export function openKeychain(env: NodeJS.ProcessEnv): Keychain {
  const seconds = Number(env.ROYAL_KEYCHAIN_SECONDS ?? WAIT_SECONDS);
  if (!(seconds > 0 && seconds <= 3_600))
    throw new RoyalError({
      code: 'invalid_input',
      message: `ROYAL_KEYCHAIN_SECONDS is no number of seconds: ${JSON.stringify(env.ROYAL_KEYCHAIN_SECONDS)}.`,
      next: 'Set it to a number from 1 to 3600, or unset it.',
    });
  const waitMs = seconds * 1_000;
  return process.versions.electron
    ? keychainInThisProcess(waitMs)
    : keychainInItsOwn(waitMs, fileURLToPath(new URL('./keychain-worker.ts', import.meta.url)), env);
}

/** `work` is the library, or stands in for it in a test. */
export function keychainInThisProcess(waitMs: number, work: typeof perform = perform): Keychain {
  let before: Promise<unknown> = Promise.resolve();
  return {
    ask(request) {
      // Behind a stuck one, so that no second prompt opens and no second thread is held.
      const answer = before.then(() => work(request)).then(valueAnswer, errorAnswer);
      before = answer;
      return withDeadline(waitMs, (settle) => void answer.then(settle));
    },
    close() {},
  };
}

/** `script` is run by this Node and answers each message with one, as keychain-worker.ts does. */
export function keychainInItsOwn(waitMs: number, script: string, env: NodeJS.ProcessEnv): Keychain {
  let child: ChildProcess | null = null;
  let lingering: NodeJS.Timeout | undefined;
  let before: Promise<unknown> = Promise.resolve();

  const start = (): ChildProcess => {
    // It needs the session's variables, and none of ours: keys may be among them.
    const own = Object.entries(env).filter(([name]) => !name.startsWith('ROYAL_'));
    const started = spawn(process.execPath, [script], {
      env: Object.fromEntries(own),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      windowsHide: true,
    });
    const gone = (): void => {
      if (child === started) child = null;
    };
    started.on('error', gone).on('exit', gone);
    started.unref();
    started.channel?.unref();
    return started;
  };
  const end = (signal?: 'SIGKILL'): void => {
    clearTimeout(lingering);
    if (signal) child?.kill(signal);
    else if (child?.connected) child.disconnect();
    child = null;
  };
  const attempt = async (request: KeychainRequest): Promise<KeychainAnswer> => {
    clearTimeout(lingering);
    child ??= start();
    const asked = child;
    const answer = await withDeadline(waitMs, (settle) => {
      const failed = (reason: unknown): void => settle(errorAnswer(reason));
      const ended = (code: number | null): void =>
        failed(new Error(`the keychain's process ended (${code})`));
      asked.once('message', settle).once('error', failed).once('exit', ended);
      asked.send(request, (error) => error && failed(error));
      return () => asked.off('message', settle).off('error', failed).off('exit', ended);
    });
    if (answer.kind === 'timeout') end('SIGKILL');
    else lingering = setTimeout(end, LINGER_MS).unref();
    return answer;
  };
  return {
    ask(request) {
      const answer = before.then(() => attempt(request));
      before = answer;
      return answer;
    },
    close: () => end(),
  };
}

/** What `begin` settles, or a timeout; `begin` returns what to undo afterwards. */
async function withDeadline(
  waitMs: number,
  begin: (settle: (answer: KeychainAnswer) => void) => (() => unknown) | undefined,
): Promise<KeychainAnswer> {
  const { promise, resolve } = Promise.withResolvers<KeychainAnswer>();
  const timer = setTimeout(() => resolve({ kind: 'timeout', waitedMs: waitMs }), waitMs);
  const undo = begin(resolve);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    undo?.();
  }
}

const valueAnswer = (value: string | null): KeychainAnswer => ({ kind: 'value', value });

const errorAnswer = (error: unknown): KeychainAnswer => ({
  kind: 'error',
  message: error instanceof Error ? error.message : String(error),
});
