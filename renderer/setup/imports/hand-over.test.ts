import { describe, expect, it } from 'vitest';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import { handOver, wholeCharacters } from './hand-over.ts';

const SIGNAL = new AbortController().signal;

/** Keeps what it is handed, as the core's files do. */
function keeper() {
  let text = '';
  const pieces: string[] = [];
  const append = async (piece: { upload?: string; at?: number; text: string }) => {
    expect(piece.at).toBe(Buffer.byteLength(text));
    expect(piece.upload).toBe(pieces.length === 0 ? undefined : 'one');
    pieces.push(piece.text);
    text += piece.text;
    return { upload: 'one', bytes: Buffer.byteLength(text) };
  };
  return { api: { imports: { append } } as unknown as RoyalClient, pieces, text: () => text };
}

describe('a file that is handed over', () => {
  it('arrives as it is, in pieces that the contract takes', async () => {
    const content = `\ufeffTitle,Price\r\n${'Kürbis 🧺 مصباح,"1,20"\r\n'.repeat(60_000)}`;
    const { api, pieces, text } = keeper();
    const told: number[] = [];
    const file = new File([content], 'products.csv');
    const taken = await handOver(api, file, (bytes) => told.push(bytes), SIGNAL);
    expect(taken).toEqual({ upload: 'one', name: 'products.csv' });
    expect(text()).toBe(content);
    expect(pieces.length).toBeGreaterThan(1);
    for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(1_300_000);
    expect(told.at(-1)).toBe(file.size);
  });

  it('is known to the core also where it is empty', async () => {
    const { api, pieces } = keeper();
    await handOver(api, new File([], 'empty.csv'), () => {}, SIGNAL);
    expect(pieces).toEqual(['']);
  });

  it('stops where it is broken off', async () => {
    const { api } = keeper();
    const breaking = AbortSignal.abort();
    await expect(handOver(api, new File(['a'], 'a.csv'), () => {}, breaking)).rejects.toThrow();
  });

  it('parts no character', () => {
    expect(wholeCharacters('ab🧺', 3)).toBe(2);
    expect(wholeCharacters('ab🧺', 4)).toBe(4);
  });
});
