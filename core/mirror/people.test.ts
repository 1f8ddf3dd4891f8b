import { describe, expect, it } from 'vitest';
import {
  customerTokens,
  deriveKeys,
  emailIndex,
  keyCheck,
  openPerson,
  phoneIndex,
  sealPerson,
} from './people.ts';

const keys = deriveKeys('main', Buffer.alloc(32, 1));
const person = { firstName: 'Zoë', lastName: 'O’Neil', email: 'zoe@example.com' };

describe('people at rest', () => {
  it('come back as they were, and never twice as the same bytes', () => {
    const sealed = sealPerson(keys, 'order', 5, person);
    expect(openPerson(keys, 'order', 5, sealed)).toEqual(person);
    expect(sealed.equals(sealPerson(keys, 'order', 5, person))).toBe(false);
    expect(sealed.includes('example.com')).toBe(false);
  });

  it('are bound to their row, their table, their store and their key', () => {
    const sealed = sealPerson(keys, 'order', 5, person);
    const damaged = expect.objectContaining({ code: 'database_damaged' });
    expect(() => openPerson(keys, 'order', 6, sealed)).toThrow(damaged);
    expect(() => openPerson(keys, 'customer', 5, sealed)).toThrow(damaged);
    expect(() => openPerson({ ...keys, storeId: 'other' }, 'order', 5, sealed)).toThrow(damaged);
    expect(() => openPerson(deriveKeys('main', Buffer.alloc(32, 2)), 'order', 5, sealed)).toThrow(damaged);
    sealed[sealed.length - 1]! ^= 1;
    expect(() => openPerson(keys, 'order', 5, sealed)).toThrow(damaged);
  });

  it('are not named in the error', () => {
    const sealed = sealPerson(keys, 'order', 5, person);
    try {
      openPerson(keys, 'order', 6, sealed);
    } catch (error) {
      expect(JSON.stringify(error)).not.toMatch(/zoe|Zoë/);
    }
    expect.assertions(1);
  });
});

describe('blind indexes', () => {
  it('find the same e-mail and phone however they are written, under one store’s key only', () => {
    expect(emailIndex(keys, ' Zoe@Example.COM ')).toEqual(emailIndex(keys, 'zoe@example.com'));
    expect(phoneIndex(keys, '+44 7700 900-123')).toEqual(phoneIndex(keys, '447700900123'));
    const other = deriveKeys('other', Buffer.alloc(32, 1));
    expect(emailIndex(other, 'zoe@example.com')).not.toEqual(emailIndex(keys, 'zoe@example.com'));
    expect(keyCheck(other)).not.toBe(keyCheck(keys));
  });

  it('are few a person: the e-mail, and the first two, four and seven letters of names', () => {
    expect(customerTokens(keys, person)).toHaveLength(4);
  });
});

describe('deriveKeys', () => {
  it('refuses a key of another length', () => {
    expect(() => deriveKeys('main', Buffer.alloc(16))).toThrow(
      expect.objectContaining({ code: 'key_wrong' }),
    );
  });
});
