import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RoyalError } from '../../shared/errors.ts';
import { temporaryFolder } from '../ledger/testing/test-ledger.ts';
import { Uploads } from './uploads.ts';

const HOUR = 60 * 60_000;

function open(limits = { files: 3, bytes: 20, free: 0 }) {
  let now = 1_700_000_000_000;
  const ended = new AbortController();
  onTestFinished(() => ended.abort());
  const folder = join(temporaryFolder(), 'uploads');
  const uploads = new Uploads({ folder, clock: () => now, signal: ended.signal, limits });
  return { uploads, folder, pass: (ms: number) => (now += ms) };
}

function codeOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return (error as RoyalError).code;
  }
}

describe('a file that is handed over', () => {
  it('grows by its pieces, and takes one that came twice once', () => {
    const { uploads } = open();
    const { upload, bytes } = uploads.append('häl');
    expect(bytes).toBe(4);
    expect(uploads.append('f', upload, 4).bytes).toBe(5);
    expect(uploads.append('f', upload, 4).bytes).toBe(5);
    expect(codeOf(() => uploads.append('f', upload, 3))).toBe('invalid_state');
    expect(readFileSync(uploads.path(upload), 'utf8')).toBe('hälf');
  });

  it('goes with its import, also where that fails', async () => {
    const { uploads } = open();
    const path = uploads.path(uploads.append('a').upload);
    await expect(uploads.imported([path], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });

  it('goes two hours after anybody last looked at it, unless it is being imported', async () => {
    const { uploads, pass } = open();
    const [left, looked, read] = ['a', 'b', 'c'].map((text) => uploads.append(text).upload);
    const reading = Promise.withResolvers<void>();
    const done = uploads.imported([uploads.path(read!)], () => reading.promise);
    pass(1.5 * HOUR);
    uploads.path(looked!);
    pass(HOUR);
    uploads.dropOld();
    expect(codeOf(() => uploads.path(left!))).toBe('not_found');
    expect(existsSync(uploads.path(looked!))).toBe(true);
    expect(existsSync(uploads.path(read!))).toBe(true);
    reading.resolve();
    await done;
  });

  it('does not outlive a crash', () => {
    const { uploads, folder } = open();
    uploads.append('a');
    writeFileSync(join(folder, 'again-1.csv'), 'x');
    const ended = AbortSignal.abort();
    new Uploads({ folder, clock: Date.now, signal: ended });
    expect(existsSync(folder)).toBe(false);
  });
});

describe('what is handed over and never imported', () => {
  it('is no more than so many bytes', () => {
    const { uploads } = open();
    const { upload } = uploads.append('x'.repeat(15));
    expect(codeOf(() => uploads.append('y'.repeat(6)))).toBe('too_large');
    expect(codeOf(() => uploads.append('y'.repeat(6), upload))).toBe('too_large');
    expect(uploads.append('y'.repeat(5), upload).bytes).toBe(20);
  });

  it('is no more than so many files, empty ones too', () => {
    const { uploads, pass } = open();
    for (const text of ['', '', '']) uploads.append(text);
    expect(codeOf(() => uploads.append(''))).toBe('too_large');
    pass(3 * HOUR);
    expect(codeOf(() => uploads.append(''))).toBe(null);
  });

  it('leaves the disk room for the databases', () => {
    const { uploads } = open({ files: 3, bytes: 20, free: Number.MAX_SAFE_INTEGER });
    expect(codeOf(() => uploads.append('a'))).toBe('disk_full');
  });
});
