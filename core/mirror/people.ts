/** People at rest: one AES-256-GCM blob a person, and blind indexes to find them by without reading them. */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';
import { RoyalError } from '../../shared/errors.ts';
import type { Person } from './records.ts';

/** Key objects, not bytes: given bytes, every cipher and HMAC would make one anew, at four times the price. */
export interface PeopleKeys {
  storeId: string;
  seal: KeyObject;
  index: KeyObject;
}

const FORMAT = 1;
const NONCE = 12;
const TAG = 16;
/** Name tokens are indexed by these many first letters; a shorter or odd query is narrowed after decryption. */
const PREFIXES = [2, 4, 7];

/** Two keys out of a store's data key (32 bytes), by HKDF-SHA-256 with the store's id as salt. */
export function deriveKeys(storeId: string, dataKey: Uint8Array): PeopleKeys {
  if (dataKey.length !== 32)
    throw new RoyalError({
      code: 'key_wrong',
      message: `A data key has 32 bytes, this one ${dataKey.length}.`,
      next: 'Give the key that `royal` made for this data folder.',
    });
  const derive = (info: string): KeyObject =>
    createSecretKey(new Uint8Array(hkdfSync('sha256', dataKey, storeId, info, 32)));
  return { storeId, seal: derive('royal/people/seal'), index: derive('royal/people/index') };
}

/** Tells whether a database was written under these keys, without revealing them. */
export function keyCheck(keys: PeopleKeys): string {
  return createHmac('sha256', keys.index).update('royal/key-check').update(keys.seal.export()).digest('hex');
}

export type PersonKind = 'order' | 'customer';

const nonces = Buffer.alloc(NONCE * 1024);
let nonceAt = nonces.length;

/** format byte ‖ nonce ‖ tag ‖ ciphertext; bound to the store, the table and the row it lies in. */
export function sealPerson(keys: PeopleKeys, kind: PersonKind, id: number, person: Person): Buffer {
  if (nonceAt === nonces.length) {
    randomFillSync(nonces);
    nonceAt = 0;
  }
  const nonce = nonces.subarray(nonceAt, nonceAt + NONCE);
  nonceAt += NONCE;
  const cipher = createCipheriv('aes-256-gcm', keys.seal, nonce);
  cipher.setAAD(additional(keys, kind, id));
  const body = cipher.update(JSON.stringify(person), 'utf8');
  cipher.final();
  const sealed = Buffer.allocUnsafe(1 + NONCE + TAG + body.length);
  sealed[0] = FORMAT;
  sealed.set(nonce, 1);
  sealed.set(cipher.getAuthTag(), 1 + NONCE);
  sealed.set(body, 1 + NONCE + TAG);
  return sealed;
}

/** The inverse; throws RoyalError database_damaged where the blob was changed, moved or cut. */
export function openPerson(keys: PeopleKeys, kind: PersonKind, id: number, sealed: Uint8Array): Person {
  try {
    if (sealed[0] !== FORMAT) throw new Error('unknown format');
    const decipher = createDecipheriv('aes-256-gcm', keys.seal, sealed.subarray(1, 1 + NONCE));
    decipher.setAAD(additional(keys, kind, id));
    decipher.setAuthTag(sealed.subarray(1 + NONCE, 1 + NONCE + TAG));
    const text =
      decipher.update(sealed.subarray(1 + NONCE + TAG), undefined, 'utf8') + decipher.final('utf8');
    return JSON.parse(text) as Person;
  } catch (cause) {
    throw new RoyalError(
      {
        code: 'database_damaged',
        message: `The person of ${kind} ${id} can't be read.`,
        next: 'Run `royal doctor`; the mirror can be fetched again.',
        details: { kind, id },
      },
      { cause },
    );
  }
}

function additional(keys: PeopleKeys, kind: PersonKind, id: number): Buffer {
  return Buffer.from(`${keys.storeId}\0${kind}\0${id}`);
}

export function emailIndex(keys: PeopleKeys, email: string): Buffer {
  return blind(keys, 'email', email.trim().toLowerCase());
}

/** Digits only, so that spaces and dashes don't matter. */
export function phoneIndex(keys: PeopleKeys, phone: string): Buffer {
  return blind(keys, 'phone', phone.replace(/\D/g, ''));
}

/** What a person is known by where there is no id: keyed, in hex; none of what is not given. */
export function personMarks(keys: PeopleKeys, { email, phone }: Pick<Person, 'email' | 'phone'>): string[] {
  return [
    ...(email?.trim() ? [emailIndex(keys, email)] : []),
    ...(phone && /\d/.test(phone) ? [phoneIndex(keys, phone)] : []),
  ].map((mark) => mark.toString('hex'));
}

/** Eight bytes find the row; whoever reads it decrypts and compares, so a collision does no harm. */
function blind(keys: PeopleKeys, kind: string, value: string): Buffer {
  return createHmac('sha256', keys.index).update(`${kind}\0${value}`).digest().subarray(0, 8);
}

/** Lower case without marks: "Zoë O'Neil" is zoe, o, neil. */
export function nameTokens(person: Pick<Person, 'firstName' | 'lastName'>): string[] {
  return `${person.firstName ?? ''} ${person.lastName ?? ''}`
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '');
}

/** Every index value under which a customer is found. */
export function customerTokens(keys: PeopleKeys, person: Person): Buffer[] {
  const tokens = new Map<string, Buffer>();
  const add = (token: Buffer): unknown => tokens.set(token.toString('latin1'), token);
  if (person.email) add(emailIndex(keys, person.email));
  if (person.phone) add(phoneIndex(keys, person.phone));
  for (const token of nameTokens(person))
    for (const length of PREFIXES) {
      if ([...token].length >= length) add(namePrefixIndex(keys, token, length));
    }
  return [...tokens.values()];
}

/** The index value to look a beginning of a name up by, or null where it is too short to be indexed. */
export function nameQueryIndex(keys: PeopleKeys, beginning: string): Buffer | null {
  const letters = [...beginning];
  const length = PREFIXES.findLast((prefix) => prefix <= letters.length);
  return length === undefined ? null : namePrefixIndex(keys, beginning, length);
}

function namePrefixIndex(keys: PeopleKeys, token: string, length: number): Buffer {
  return blind(keys, 'name', [...token].slice(0, length).join(''));
}
