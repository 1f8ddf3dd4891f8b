/** imports.* spoken over one transport: files in pieces, told beforehand, imported, looked into, taken back. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import type { ImportProgressView, ImportResultView } from '../../shared/contract/import-schemas.ts';
import type { ContractHost } from './contract-host.ts';

const NAME = 'products.csv';
const FIRST = 'Handle,Title,Variant Price,Colour\ntea,Te';
const SECOND = 'a,4.50,\nmug,Mug,dear,\n';

export function describeImports(given: {
  api: () => RoyalClient;
  host: () => ContractHost;
  /** For files that calls name by their path. */
  folder: () => string;
  refused: (call: Promise<unknown>) => Promise<string | undefined>;
}): void {
  const { refused } = given;

  const run = async (input: Parameters<RoyalClient['imports']['run']>[0]) => {
    const stream = await given.api().imports.run(input);
    const steps: ImportProgressView[] = [];
    for (;;) {
      const step = await stream.next();
      if (step.done) return { steps, result: step.value as ImportResultView };
      steps.push(step.value);
    }
  };

  it('imports a file handed over in pieces, tells of it beforehand, lists it, and takes it back', async () => {
    const { imports, stores, today } = given.api();
    const { upload, bytes } = await imports.append({ text: FIRST });
    expect(bytes).toBe(FIRST.length);
    expect(await refused(imports.append({ upload, at: 1, text: SECOND }))).toBe('invalid_state');
    await imports.append({ upload, at: bytes, text: SECOND });
    // Once more, as after an answer that was lost.
    expect(await imports.append({ upload, at: bytes, text: SECOND })).toEqual({
      upload,
      bytes: FIRST.length + SECOND.length,
    });

    const input = { storeId: 'csv', name: 'Old shop', files: [{ upload, name: NAME }], currency: 'EUR' };
    const refusal = { file: NAME, line: 3, reason: 'the price is no amount of money' };
    expect(await imports.preview(input)).toMatchObject({
      exists: false,
      connected: false,
      currency: 'EUR',
      files: [
        { file: NAME, kind: 'products', rows: 2, fresh: 1, refused: 1, complete: true, refusals: [refusal] },
      ],
    });
    expect((await stores.list()).map(({ id }) => id)).not.toContain('csv');

    const { steps, result } = await run(input);
    expect(steps[0]).toMatchObject({ file: NAME, bytes: 0, ofBytes: FIRST.length + SECOND.length, total: 1 });
    expect(result).toMatchObject({
      currency: 'EUR',
      connected: false,
      totals: { rows: 2, imported: 1, refused: 1 },
      files: [{ kind: 'products', refusals: [refusal] }],
    });
    expect((await stores.list()).find(({ id }) => id === 'csv')).toMatchObject({ name: 'Old shop' });
    // A day of which nobody hears must not look like one without sales.
    expect(await today.show({ storeId: 'csv' })).toMatchObject({
      netSales: { value: null, change: null, reason: expect.stringContaining('files') },
      orders: { value: null, change: null },
    });
    const [entry] = await imports.list({ storeId: 'csv' });
    expect(entry).toMatchObject({ file: NAME, state: 'done', rows: 2 });
    const { id } = entry!;
    expect(await imports.refusals({ id })).toEqual({ refused: 1, named: 1, rows: [refusal] });
    expect((await imports.refusals({ id, after: 3 })).rows).toEqual([]);
    expect(await refused(imports.refusals({ id: 9_999_999 }))).toBe('not_found');
    expect(await imports.undo({ id })).toMatchObject({ state: 'undone' });
    expect(await refused(imports.undo({ id }))).toBe('invalid_state');
    await stores.remove({ storeId: 'csv' });
  });

  it('reads a file by its path where the caller sits at this machine, and from nobody else', async () => {
    const path = join(given.folder(), 'own.csv');
    writeFileSync(path, FIRST + SECOND);
    const input = { storeId: 'own', files: [{ path }], currency: 'EUR' };
    if (given.host().paths === 'refused') {
      expect(await refused(given.api().imports.preview(input))).toBe('forbidden');
      expect(await refused(run(input))).toBe('forbidden');
      expect(await refused(run({ ...input, files: [{ path: '/etc/passwd' }] }))).toBe('forbidden');
      return;
    }
    expect(await given.api().imports.preview(input)).toMatchObject({ files: [{ rows: 2 }] });
    expect((await run(input)).result.totals).toMatchObject({ rows: 2, imported: 1, refused: 1 });
    await given.api().stores.remove({ storeId: 'own' });
  });
}
