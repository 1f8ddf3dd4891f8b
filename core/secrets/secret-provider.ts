/** A place that secrets are looked for in, and what became of a look. */
import { type ErrorCode, RoyalError } from '../../shared/errors.ts';
import type { Secret } from './secret.ts';

export type SecretSource = 'keychain' | 'environment' | 'file';

/** Why a place gave no answer: it waits to be unlocked, it lets this program not in, or nothing answers there. */
export interface Refusal {
  state: 'locked' | 'denied' | 'unavailable';
  /** For the log and the curious; of the library, without values. */
  cause?: Error;
}

/** `absent` is an answer: the place was read, and the name is not in it. Anything else must not be taken for it. */
export type Outcome = { state: 'found'; secret: Secret } | { state: 'absent' } | Refusal;

export interface SecretProvider {
  readonly source: SecretSource;
  /** Throws RoyalError key_wrong where what is kept can't be read. */
  find(name: string): Promise<Outcome>;
  close(): void;
}

/** A place that also keeps what it is given. Both throw as `find` does, and a refusal as `refusedError` says it. */
export interface SecretKeeper extends SecretProvider {
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

const CODE = {
  locked: 'key_locked',
  denied: 'key_denied',
  // To the person it is the same as lost keys, until the place answers again.
  unavailable: 'key_lost',
} as const satisfies Record<Refusal['state'], ErrorCode>;

const MESSAGE: Record<Refusal['state'], string> = {
  locked: 'The keychain of the system is locked, or its prompt was not answered; nothing was changed.',
  denied: 'The keychain of the system does not let this program in; nothing was changed.',
  unavailable: 'The keychain of the system, where the keys are, can not be reached; nothing was changed.',
};

type System = 'darwin' | 'win32' | 'linux';

const NEXT: Record<Refusal['state'], Record<System, string>> = {
  locked: {
    linux:
      'Unlock the keyring (in "Passwords and Keys", or with `gnome-keyring-daemon --replace --unlock`, which reads its password from standard input), then try again.',
    darwin:
      'Unlock the "login" keychain in Keychain Access (or with `security unlock-keychain`), then try again.',
    win32: 'Sign in to Windows as the user who made this data folder, then try again.',
  },
  denied: {
    linux:
      'Allow this program to talk to org.freedesktop.secrets (a Flatpak or Snap permission, or a policy of D-Bus, forbids it), then try again.',
    darwin:
      'Try again and choose "Always Allow", or in Keychain Access add this program to the access control of the "Royal Equips" items.',
    win32:
      'Start as the user who made this data folder, and allow "Credential Manager" in Services, then try again.',
  },
  unavailable: {
    linux:
      'Start from the desktop session that made this data folder: DBUS_SESSION_BUS_ADDRESS must be set, and a Secret Service such as gnome-keyring must run.',
    darwin:
      'Start from the session of the user who made this data folder, and check that Keychain Access shows its "login" keychain.',
    win32:
      'Start from the session of the user who made this data folder, with the service "Credential Manager" running.',
  },
};

/** A refusal as an error: key_locked, key_denied, or key_lost where nothing answers. */
export function refusedError(
  refusal: Refusal,
  source: SecretSource,
  platform: NodeJS.Platform = process.platform,
): RoyalError {
  const { state, cause } = refusal;
  const system = platform === 'darwin' || platform === 'win32' ? platform : 'linux';
  return new RoyalError(
    {
      code: CODE[state],
      message: MESSAGE[state],
      next: NEXT[state][system],
      details: { source, state, reason: cause?.message },
    },
    { cause },
  );
}
