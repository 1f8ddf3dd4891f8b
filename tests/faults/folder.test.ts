/** What goes wrong with a data folder that has a store in it: what the owner is told, and that all of it is still there. */
import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences } from '../../headless/demo/reconcile.ts';
import type { Truth } from '../../headless/demo/sandbox-process.ts';
import { RoyalError } from '../../shared/errors.ts';
import { mountsMissing, mountTmpfs } from './mounts.ts';
import { type Owned, openOwned } from './owned-core.ts';

async function refusal(work: () => Promise<unknown>): Promise<RoyalError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof RoyalError) return error;
    throw error;
  }
  throw new Error('It should have been refused.');
}

async function expectAgreement(owned: Owned): Promise<void> {
  const { shop, storeId } = owned.sandbox.shops[0]!;
  const response = await fetch(`${owned.sandbox.url}/sandbox/truth?shop=${shop}`);
  expect(differences(await owned.client.figures({ storeId }), (await response.json()) as Truth)).toEqual([]);
}

describe('a data folder with a store', () => {
  let owned: Owned;
  const at = (...names: string[]) => join(owned.folder, ...names);
  const mirror = () => at('stores', 'gbp', 'mirror.db');
  beforeAll(async () => {
    owned = await openOwned();
    await owned.connect();
    await owned.sync();
    await owned.stop();
  });
  afterAll(() => owned.close());

  /** Breaks a file for as long as `look` takes, then puts it back and sees that everything is there. */
  async function broken(file: string, how: (file: string) => void, look: () => Promise<void>): Promise<void> {
    const kept = `${file}.kept`;
    copyFileSync(file, kept);
    try {
      how(file);
      await look();
    } finally {
      await owned.stop();
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
      copyFileSync(kept, file);
      rmSync(kept);
    }
    await owned.start();
    await expectAgreement(owned);
    expect((await owned.client.audit.verify()).ok).toBe(true);
    await owned.stop();
  }
  const newer = (file: string): void => {
    const db = new Database(file);
    db.pragma('user_version = 9999');
    db.close();
  };
  const damaged = (file: string): void => writeFileSync(file, readFileSync(file).fill(0x5a, 0, 4096));

  it.each(['ledger.db', 'app.db'])('does not open with a %s of a newer version', async (name) => {
    await broken(at(name), newer, async () => {
      const told = await refusal(() => owned.start());
      expect(told.code).toBe('database_newer');
      expect(told.next).toContain('Update');
    });
  });

  it.each(['ledger.db', 'app.db'])('does not open with a damaged %s', async (name) => {
    await broken(at(name), damaged, async () => {
      const told = await refusal(() => owned.start());
      expect(told.code).toBe('database_damaged');
      expect(told.next).toMatch(/restore/);
    });
  });

  it.each([
    ['a newer', newer, 'database_newer'],
    ['a damaged', damaged, 'database_damaged'],
  ] as const)('opens without the store whose mirror is %s, and says so', async (_name, how, code) => {
    await broken(mirror(), how, async () => {
      await owned.start();
      expect((await refusal(() => owned.client.figures({ storeId: 'gbp' }))).code).toBe(code);
      const checks = await owned.client.doctor.run({ offline: true });
      expect(checks.filter(({ state }) => state === 'fail')).not.toEqual([]);
    });
  });

  it('does not begin a new chain where the audit key is lost', async () => {
    await broken(
      at('secrets.json'),
      (file) => {
        const { 'audit.key': _, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
        writeFileSync(file, JSON.stringify(rest));
      },
      async () => {
        const told = await refusal(() => owned.start());
        expect(told.code).toBe('key_lost');
        expect(JSON.parse(readFileSync(at('secrets.json'), 'utf8'))).not.toHaveProperty(['audit.key']);
      },
    );
  });

  it('keeps a mirror shut whose key is lost, rather than making a new one', async () => {
    await broken(
      at('secrets.json'),
      (file) => {
        const { 'store.gbp.key': _, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Record<
          string,
          string
        >;
        writeFileSync(file, JSON.stringify(rest));
      },
      async () => {
        await owned.start();
        const told = await refusal(() => owned.client.figures({ storeId: 'gbp' }));
        expect(told.code).toBe('key_lost');
        expect(told.next).toMatch(/add/);
        expect(JSON.parse(readFileSync(at('secrets.json'), 'utf8'))).not.toHaveProperty(['store.gbp.key']);
      },
    );
  });

  it('says that the keys are gone where the whole file of secrets is', async () => {
    await broken(
      at('secrets.json'),
      (file) => rmSync(file),
      async () => {
        expect((await refusal(() => owned.start())).code).toBe('key_lost');
        expect(existsSync(at('secrets.json'))).toBe(false);
      },
    );
  });

  it('shows it where the ledger was put back to an older state behind the program’s back', async () => {
    await owned.start();
    const older = at('ledger.older');
    await owned.stop();
    copyFileSync(at('ledger.db'), older);
    await owned.start();
    await owned.client.stop.pull({ reason: 'a test' });
    await owned.client.stop.lift({});
    await owned.stop();
    const newest = at('ledger.newest');
    copyFileSync(at('ledger.db'), newest);
    copyFileSync(older, at('ledger.db'));
    await owned.start();
    const verdict = await owned.client.audit.verify();
    const held = await owned.client.stop.status();
    await owned.stop();
    expect(verdict.ok).toBe(false);
    expect(verdict.text).toMatch(/missing|anchored/);
    expect(held.stopped).toBe(true);
    copyFileSync(newest, at('ledger.db'));
    await owned.start();
    expect((await owned.client.audit.verify()).ok).toBe(true);
    await owned.stop();
  });

  it('takes half a mirror file for what it is', async () => {
    await broken(
      mirror(),
      (file) => truncateSync(file, 8192 + 100),
      async () => {
        await owned.start();
        const told = await refusal(async () => {
          await owned.client.figures({ storeId: 'gbp' });
          await owned.sync();
        });
        expect(told.code).toBe('database_damaged');
      },
    );
  });
});

const withoutMounts = mountsMissing();

describe.skipIf(withoutMounts)('a disk that is full', () => {
  it('stops a first load with what to do, and the load goes on once there is room', {
    timeout: 120_000,
  }, async () => {
    const mount = mountTmpfs(8000)!;
    const owned = await openOwned({ folder: join(mount.path, 'data') });
    try {
      await owned.connect();
      const ballast = join(mount.path, 'ballast');
      const fill = (): void => {
        const block = Buffer.alloc(16_384, 1);
        try {
          for (;;) writeFileSync(ballast, block, { flag: 'a' });
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      };
      fill();
      const told = await refusal(() => owned.sync());
      expect(told.code).toBe('disk_full');
      expect(told.next).toMatch(/space/);
      rmSync(ballast);
      await owned.sync();
      await expectAgreement(owned);
      expect((await owned.client.audit.verify()).ok).toBe(true);
    } finally {
      await owned.close();
      mount.remove();
    }
  });
});

it.runIf(withoutMounts)('a full disk could not be made', ({ skip }) => {
  skip(withoutMounts ?? '');
});
