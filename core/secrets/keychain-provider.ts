/** Secrets in the keychain of the operating system: macOS Keychain, Windows Credential Manager, Secret Service. */
import { randomUUID } from 'node:crypto';
import { type Keychain, type KeychainAnswer, type KeychainRequest, openKeychain } from './keychain.ts';
import { Secret } from './secret.ts';
import { type Refusal, refusedError, type SecretKeeper } from './secret-provider.ts';

export interface KeychainProvider extends SecretKeeper {
  /** Writes, reads and deletes a value of no meaning: null where all of it worked. */
  tryOut(): Promise<Refusal | null>;
}

export function keychainProvider(
  folderId: string,
  env: NodeJS.ProcessEnv,
  keychain: Keychain = openKeychain(env),
): KeychainProvider {
  const account = (name: string): string => `${folderId}/${name}`;
  const demand = async (request: KeychainRequest): Promise<void> => {
    const refusal = refusalIn(await keychain.ask(request));
    if (refusal) throw refusedError(refusal, 'keychain');
  };
  return {
    source: 'keychain',
    async find(name) {
      const answer = await keychain.ask({ verb: 'get', account: account(name) });
      if (answer.kind !== 'value') return refusalIn(answer)!;
      return answer.value === null
        ? { state: 'absent' }
        : { state: 'found', secret: new Secret(answer.value) };
    },
    set: (name, value) => demand({ verb: 'set', account: account(name), value }),
    delete: (name) => demand({ verb: 'delete', account: account(name) }),
    async tryOut() {
      const probe = account(randomUUID());
      return (
        refusalIn(await keychain.ask({ verb: 'set', account: probe, value: 'tried out' })) ??
        refusalIn(await keychain.ask({ verb: 'delete', account: probe }))
      );
    },
    close: () => keychain.close(),
  };
}

/**
 * What the libraries of the systems say of a closed keychain. A dismissed prompt counts as locked: without a
 * display nobody could answer it, and the keychain is locked either way.
 */
const LOCKED =
  /prompt (?:was )?dismissed|closed before prompt completed|object locked|User interaction is not allowed|-25308\b/i;
const DENIED =
  /Rejected send message|AccessDenied|access (?:is )?denied|permission denied|User canceled|passphrase you entered is not correct|-128\b|-25293\b/i;

function refusalIn(answer: KeychainAnswer): Refusal | null {
  if (answer.kind === 'value') return null;
  if (answer.kind === 'timeout')
    return { state: 'locked', cause: new Error(`no answer in ${answer.waitedMs} ms`) };
  const cause = new Error(answer.message);
  if (LOCKED.test(answer.message)) return { state: 'locked', cause };
  if (DENIED.test(answer.message)) return { state: 'denied', cause };
  return { state: 'unavailable', cause };
}
