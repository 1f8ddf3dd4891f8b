import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT, EXIT_MEANING } from '../headless/exit-codes.ts';
import { royal, serveRoyal } from './royal-process.ts';

const HEADLESS = fileURLToPath(new URL('../headless/', import.meta.url));

describe('royal', () => {
  let base: string;
  let folder: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'royal-cli-'));
    folder = join(base, 'data');
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  const run = (...args: string[]) => royal(args, { folder });
  const errorOf = async (...args: string[]) => {
    const { code, json } = await run(...args, '--json');
    return { exit: code, ...(json as { error: { code: string; message: string; next: string } }).error };
  };

  describe('on an older Node', () => {
    it.each(['royal.js', 'start.js', 'demo.js'])('%s says so in one line and ends', (name) => {
      const script = join(HEADLESS, name);
      const pretend = `Object.defineProperty(process.versions, 'node', { value: '20.19.0' }); await import(${JSON.stringify(script)});`;
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', pretend], {
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^.*22\.18.*20\.19\.0.*\n$/);
      // Old parsers stop at new syntax before any guard can speak.
      expect(readFileSync(script, 'utf8')).not.toMatch(/\?\.|\?\?|\bawait\b|\basync\b|\bstatic\b/);
    });
  });

  describe('words and exit codes', () => {
    it('documents every exit code in --help and docs/cli.md', async () => {
      const { code, stdout } = await run('--help');
      expect(code).toBe(EXIT.ok);
      const docs = readFileSync(new URL('../docs/cli.md', import.meta.url), 'utf8');
      for (const [value, text] of EXIT_MEANING) {
        expect(stdout).toContain(`${value}  ${text}`);
        expect(docs).toContain(`| ${value} | ${text} |`);
      }
    });

    it('looks into the folder that --data names, also for commands of a command', async () => {
      const other = join(base, 'other');
      const file = join(base, 'orders.csv');
      writeFileSync(
        file,
        'Name,Created at,Total,Lineitem quantity,Lineitem name,Lineitem price\n#1,2026-11-01,9.00,1,Tea cup,9.00\n',
      );
      expect(await run('import', file, '--store', 'here', '--data', other)).toMatchObject({ code: EXIT.ok });
      for (const asked of [
        ['import', 'list', '--json', '--data', other],
        ['import', '--data', other, 'list', '--json'],
      ])
        expect((await run(...asked)).json).toMatchObject([{ id: 1, storeId: 'here' }]);
      expect((await run('import', 'undo', '1', '--data', other, '--json')).json).toMatchObject({ id: 1 });
      expect(existsSync(folder)).toBe(false);
    });

    it.skipIf(!existsSync('/dev/full'))('says so where its output does not fit on the disk', () => {
      const full = openSync('/dev/full', 'w');
      const { status, stderr } = spawnSync(process.execPath, [join(HEADLESS, 'royal.js'), '--help'], {
        encoding: 'utf8',
        stdio: ['ignore', full, 'pipe'],
      });
      closeSync(full);
      expect(stderr).toMatch(/^Standard output .*ENOSPC.*\n$/);
      expect(status).toBe(EXIT.folder);
    });

    it('says what it did not understand', async () => {
      expect(await errorOf('dance')).toMatchObject({ exit: EXIT.usage, code: 'invalid_input' });
      expect(await errorOf('actions', 'show', 'x')).toMatchObject({ exit: EXIT.usage });
      expect(await errorOf('store', 'add')).toMatchObject({ exit: EXIT.usage });
      const { code, stderr } = await run('actions', 'approve', '1', '--perhaps');
      expect(code).toBe(EXIT.usage);
      expect(stderr).toContain('--perhaps');
    });

    it('tells what is not there', async () => {
      expect(await errorOf('actions', 'show', '7')).toMatchObject({ exit: EXIT.notFound, code: 'not_found' });
      expect(await errorOf('sync', 'nowhere')).toMatchObject({ exit: EXIT.notFound });
      expect(await errorOf('agents', 'run', 'nobody')).toMatchObject({ exit: EXIT.notFound });
      expect(await errorOf('restore', join(base, 'none'))).toMatchObject({ exit: EXIT.notFound });
      expect(await errorOf('forecast', '--input', join(base, 'none.csv'), '--horizon', '3')).toMatchObject({
        exit: EXIT.notFound,
      });
    });

    it('tells a shop’s name that is none, and a shop that is not there', async () => {
      const add = (shop: string, ...more: string[]) =>
        royal(['store', 'add', shop, '--token-stdin', '--json', ...more], { folder, input: 'shpat_x' });
      expect(await add('not a shop')).toMatchObject({
        code: EXIT.usage,
        json: { error: { code: 'shop_domain_invalid' } },
      });
      expect(await add('shop', '--endpoint', 'http://example.com')).toMatchObject({ code: EXIT.usage });
    });

    it('never takes a secret from the command line', async () => {
      const { code, stderr } = await run('store', 'add', 'shop', '--token', 'shpat_1');
      expect(code).toBe(EXIT.usage);
      expect(stderr).toContain('--token');
      expect(
        await errorOf('store', 'add', 'shop', '--client-id', 'a', '--client-secret-env', 'NONE'),
      ).toMatchObject({
        exit: EXIT.usage,
        message: 'The environment variable NONE is not set.',
      });
    });

    it('prints one JSON value, or words without colour where nobody looks', async () => {
      expect((await run('store', 'list', '--json')).json).toEqual([]);
      expect((await run('stop', '--json', '--reason', 'test')).json).toMatchObject({
        stopped: true,
        reason: 'test',
      });
      const { stdout } = await run('stop', '--status');
      expect(stdout).toContain('Stopped');
      expect(stdout).not.toContain('\u001b[');
      expect((await run('resume', '--json')).json).toMatchObject({ stopped: false });
      expect((await run('audit', 'verify', '--json')).json).toMatchObject({ ok: true, text: 'ok' });
    });
  });

  describe('an owner', () => {
    it('answers other terminals, keeps the folder to itself, and ends cleanly', async () => {
      const owner = await serveRoyal({ folder });
      expect((await run('stop', '--json', '--reason', 'from outside')).json).toMatchObject({ stopped: true });
      expect(await errorOf('serve')).toMatchObject({ exit: EXIT.folder, code: 'folder_locked' });
      const backup = join(base, 'backup');
      expect((await run('backup', backup)).code).toBe(EXIT.ok);
      expect(await errorOf('restore', backup)).toMatchObject({ exit: EXIT.folder, code: 'folder_locked' });
      expect(await owner.end('SIGINT')).toBe(0);
      expect(existsSync(join(folder, 'royal.sock'))).toBe(false);
      expect(existsSync(join(folder, 'socket.token'))).toBe(false);
      expect((await run('stop', '--status', '--json')).json).toMatchObject({ reason: 'from outside' });
    });

    it('that was killed leaves nothing in the way', async () => {
      const owner = await serveRoyal({ folder });
      await owner.end('SIGKILL');
      expect(existsSync(join(folder, 'royal.sock'))).toBe(true);
      expect((await run('stop', '--status', '--json')).json).toMatchObject({ stopped: false });
    });

    it('is one of several commands started at once; the others are answered by it or wait', async () => {
      const outcomes = await Promise.all([1, 2, 3].map(() => run('store', 'list', '--json')));
      for (const outcome of outcomes) expect(outcome).toMatchObject({ code: EXIT.ok, json: [] });
    });

    it('is reached in a folder whose path is too long for a socket', async () => {
      const deep = join(base, 'x'.repeat(120));
      const owner = await serveRoyal({ folder: deep });
      expect((await royal(['stop', '--json', '--reason', 'far'], { folder: deep })).json).toMatchObject({
        stopped: true,
      });
      expect(await owner.end('SIGTERM')).toBe(0);
    });
  });

  describe('bad folders', () => {
    it('refuses a newer database, a damaged one and a lost key, and changes nothing', async () => {
      await run('store', 'list');
      const ledger = join(folder, 'ledger.db');
      const whole = join(base, 'whole.db');
      copyFileSync(ledger, whole);

      const database = new SqliteDatabase(ledger);
      database.pragma('user_version = 9999');
      database.close();
      expect(await errorOf('store', 'list')).toMatchObject({ exit: EXIT.data, code: 'database_newer' });

      writeFileSync(ledger, 'this is no database, it is a text of some length'.repeat(100));
      expect(await errorOf('store', 'list')).toMatchObject({ exit: EXIT.data, code: 'database_damaged' });
      expect(readFileSync(ledger, 'utf8')).toContain('this is no database');

      copyFileSync(whole, ledger);
      const secrets = join(folder, 'secrets.json');
      rmSync(secrets);
      expect(await errorOf('store', 'list')).toMatchObject({ exit: EXIT.data, code: 'key_lost' });
      expect(existsSync(secrets)).toBe(false);
    });

    it.skipIf(process.getuid?.() !== 0)('says that it may not write', async () => {
      chmodSync(base, 0o755);
      const { code, json } = await royal(['store', 'list', '--json'], { folder, uid: 65534 });
      expect({ code, json }).toMatchObject({
        code: EXIT.folder,
        json: { error: { code: 'folder_read_only' } },
      });
    });

    it('says that a file is no folder', async () => {
      writeFileSync(folder, '');
      expect(await errorOf('store', 'list')).toMatchObject({ exit: EXIT.usage, code: 'invalid_input' });
    });
  });

  it('puts a backup back, pulls the emergency stop, and the record says so', async () => {
    await run('stop', '--reason', 'before');
    await run('resume');
    const backup = join(base, 'backup');
    expect((await run('backup', backup, '--json')).json).toMatchObject({ path: backup });
    await run('stop', '--reason', 'after the backup');
    expect((await run('restore', backup)).code).toBe(EXIT.ok);
    expect((await run('stop', '--status', '--json')).json).toMatchObject({ stopped: true, by: 'restore' });
    expect((await run('audit', 'verify', '--json')).json).toMatchObject({ ok: true });
    const rows = (await run('audit', 'list', '--json')).json as { kind: string }[];
    expect(rows.map((row) => row.kind)).toContain('audit.chain_accepted');
    expect((await run('resume')).code).toBe(EXIT.ok);
  });

  it('shows that the record was cut off', async () => {
    await run('stop', '--reason', 'x');
    const database = new SqliteDatabase(join(folder, 'ledger.db'));
    const triggers = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'")
      .pluck()
      .all() as string[];
    for (const name of triggers) database.exec(`DROP TRIGGER ${name}`);
    database.exec('DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)');
    database.close();
    const { code, json } = await run('audit', 'verify', '--json');
    expect(json).toMatchObject({ ok: false });
    expect(code).toBe(EXIT.data);
    expect((await run('doctor', '--offline')).code).toBe(EXIT.failed);
  });

  it('has a doctor who says what to do', async () => {
    const { code, json } = await run('doctor', '--json');
    expect(code).toBe(EXIT.ok);
    const checks = json as { name: string; state: string; next: string | null }[];
    expect(checks.map((check) => check.name)).toEqual(
      expect.arrayContaining(['data folder', 'disk', 'secrets', 'ledger', 'audit', 'stores']),
    );
    for (const check of checks) if (check.state !== 'ok') expect(check.next).toBeTruthy();
  });

  it('forecasts a file without a data folder', async () => {
    const input = join(base, 'in.csv');
    const days = Array.from({ length: 60 }, (_, i) =>
      new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
    );
    writeFileSync(input, `series,ds,y\n${days.map((day, i) => `a,${day},${5 + (i % 7)}`).join('\n')}\n`);
    const output = join(base, 'out.csv');
    const { code, json } = await run(
      ...['forecast', '--input', input, '--horizon', '7', '--frequency', 'D', '--output', output, '--json'],
    );
    expect(code).toBe(EXIT.ok);
    expect(json).toMatchObject({ series: 1, rows: 60 });
    expect(readFileSync(output, 'utf8').trim().split('\n')).toHaveLength(8);
    expect(existsSync(folder)).toBe(false);
  });

  it('tells a shop that does not answer', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const { code, json } = await royal(
      ['store', 'add', 'shop', '--token-stdin', '--endpoint', `http://127.0.0.1:${port}`, '--json'],
      { folder, input: 'shpat_x' },
    );
    expect({ code, json }).toMatchObject({ code: EXIT.shop, json: { error: { code: 'shop_unavailable' } } });
  });
});
