import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoyalClient } from '../shared/contract/contract.ts';
import { RoyalError } from '../shared/errors.ts';
import { harmlessClient, harmlessText } from './harmless.ts';

const TITLE = 'Mug\u001b[2J\r\u001b]52;c;cm0=\u0007\n✓ verified \u202etxt.exe\u009b31m';

describe('texts of others', () => {
  it('keep their letters and lose their power', () => {
    expect(harmlessText(TITLE)).toBe('Mug␛[2J␍␛]52;c;cm0=␇␊✓ verified \ufffdtxt.exe\ufffd31m');
    expect(harmlessText('Größe “L” 物 👩🏽‍🚀 é')).toBe('Größe “L” 物 👩🏽‍🚀 é');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left.
        expect(harmlessText(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }),
    );
  });

  it('are harmless in answers, streams and errors of a client', async () => {
    const evil = {
      stock: { list: async () => [{ title: TITLE, price: { minor: 5, currency: 'GBP' } }] },
      sync: {
        async *run() {
          yield { text: TITLE };
          return [TITLE];
        },
      },
      actions: {
        show: async () => {
          throw new RoyalError({ code: 'not_found', message: TITLE, next: TITLE });
        },
      },
    };
    const client = harmlessClient(evil as unknown as RoyalClient);
    const clean = harmlessText(TITLE);
    expect(await client.stock.list({ storeId: 'a' })).toEqual([
      { title: clean, price: { minor: 5, currency: 'GBP' } },
    ]);
    const stream = await client.sync.run({});
    expect(await stream.next()).toEqual({ done: false, value: { text: clean } });
    expect(await stream.next()).toEqual({ done: true, value: [clean] });
    await expect(client.actions.show({ id: 1 })).rejects.toMatchObject({ message: clean, code: 'not_found' });
  });
});
