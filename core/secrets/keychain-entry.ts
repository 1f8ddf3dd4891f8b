/** One request to the native keychain library, which may block its thread for as long as a prompt stands open. */

export type KeychainRequest =
  | { verb: 'get'; account: string }
  | { verb: 'set'; account: string; value: string }
  | { verb: 'delete'; account: string };

const SERVICE = 'Royal Equips';

/** The value for `get`, null where it is absent, and null for the others. Throws what the library throws. */
export async function perform(request: KeychainRequest): Promise<string | null> {
  // Loaded when asked for: the native part may be missing on an uncommon platform.
  const { AsyncEntry } = await import('keytar');
  // Unless it is told not to, the library falls back to the kernel's keyring where no Secret Service answers. That
  // one forgets at the next start of the machine, and says "absent" of everything that is in the other.
  const entry = new AsyncEntry(SERVICE, request.account, { linux: { store: 'secret-service' } });
  if (request.verb === 'get') return await entry.getPassword();
  if (request.verb === 'delete') await entry.deletePassword();
  else {
    await entry.setPassword(request.value);
    if ((await entry.getPassword()) !== request.value) throw new Error('the keychain did not keep the value');
  }
  return null;
}
