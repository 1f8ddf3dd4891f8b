/** A person who was deleted is in none of the files that imports keep, now or after whatever brings older files back. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readIdentity } from '../core/data-folder/data-folder.ts';
import { restoreBackup } from '../core/data-folder/restore.ts';
import { keepingKey, openKept } from '../core/imports/kept-files.ts';
import { KNOWN_VERSIONS } from '../core/known-versions.ts';
import { keyFor } from '../core/secrets/keys.ts';
import { openSecrets } from '../core/secrets/secret-resolver.ts';
import { found } from './canaries/planted.ts';
import { type Owned, openOwned } from './faults/owned-core.ts';

const STORE = 'csv';
const PERSON = [
  'Quillfeather',
  'ottoline.q@canary.example',
  '14 Nightjar Mews',
  '+44 7700 900123',
  'ring twice',
];
const [LAST, EMAIL, STREET, PHONE, NOTE] = PERSON as [string, string, string, string, string];
const OTHER = 'Bramblethorpe';

const CUSTOMERS = [
  'Customer ID,First Name,Last Name,Email,Total Spent,Default Address Address1,Phone,Note',
  `,Ottoline,${LAST},${EMAIL},9.00,${STREET},${PHONE},"${NOTE}"`,
  `,Ned,${OTHER},ned@elsewhere.example,1.00,1 Else Street,,`,
];
const order = (name: string, email: string, last: string, phone: string): string =>
  `${name},${email},paid,GBP,10.00,10.00,2026-03-04 10:00:00 +0000,1,Tea,10.00,Ottoline ${last},${STREET},GB,${phone},"${NOTE}, please"`;
const ORDERS = [
  'Name,Email,Financial Status,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Shipping Name,Shipping Address1,Shipping Country,Shipping Phone,Notes',
  order('#1', EMAIL, LAST, PHONE),
  `#1,${EMAIL},,,,,2026-03-04 10:00:00 +0000,2,Mug,0.00,,,,,`,
  // Under another address in capitals, and under the telephone alone.
  order('#2', EMAIL.toUpperCase(), LAST, ''),
  order('#3', '', LAST, PHONE.replaceAll(' ', '')),
  order('#4', 'ned@elsewhere.example', OTHER, '').replaceAll(STREET, '1 Else Street').replaceAll(NOTE, 'x'),
];

let owned: Owned;
let folder: string;
beforeEach(async () => {
  owned = await openOwned();
  folder = mkdtempSync(join(tmpdir(), 'royal-forgotten-'));
});
afterEach(async () => {
  await owned?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function imported(name: string, lines: readonly string[]) {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  const stream = await owned.client.imports.run({ storeId: STORE, files: [{ path }] });
  for (;;) {
    const step = await stream.next();
    if (step.done) return step.value;
  }
}

/** Everything that the store's kept files hold, in the clear. */
async function kept(): Promise<string> {
  const root = owned.folder;
  const { id, secrets: source } = readIdentity(join(root, 'folder.json'));
  const secrets = openSecrets({ folder: root, folderId: id, source, env: { ROYAL_SECRETS: 'file' } });
  const key = keepingKey(STORE, await keyFor(secrets, `store.${STORE}.key`, false, ''));
  const at = join(root, 'stores', STORE, 'imports');
  let text = '';
  for (const name of readdirSync(at)) for await (const piece of openKept(join(at, name), key)) text += piece;
  secrets.close();
  return text;
}

function mirrorRows(sql: string): unknown[] {
  const db = new Database(join(owned.folder, 'stores', STORE, 'mirror.db'), { readonly: true });
  try {
    return db.prepare(sql).pluck().all();
  } finally {
    db.close();
  }
}

const BUYERS = 'SELECT name FROM orders JOIN order_people ON order_id = id ORDER BY name';

async function expectGone(): Promise<void> {
  const text = await kept();
  for (const words of PERSON) expect(text.toLowerCase()).not.toContain(words.toLowerCase());
  expect(text).toContain(OTHER);
  // Orders stay, without their buyer.
  expect(text).toContain('#3,');
  expect(mirrorRows(BUYERS)).toEqual(['#4']);
  expect(found(owned.folder, PERSON)).toEqual([]);
}

it('is gone from kept files and orders, and comes back neither by undo, nor by the same files, nor by a restore', {
  timeout: 60_000,
}, async () => {
  // The orders first: they know their customer by the address alone.
  await imported('orders.csv', ORDERS);
  await imported('customers.csv', CUSTOMERS);
  const figures = await owned.client.figures({ storeId: STORE });
  expect(await kept()).toContain(STREET);
  const backup = join(folder, 'backup');
  await owned.client.backup.create({ path: backup });

  // The export names no ids.
  const [customerId] = mirrorRows('SELECT id FROM customers WHERE spent = 900') as [number];
  expect(customerId).toBeLessThan(0);
  await owned.client.customers.remove({ storeId: STORE, customerId });
  await expectGone();
  expect(await owned.client.figures({ storeId: STORE })).toEqual({
    ...figures,
    counts: { ...figures.counts, customers: 1 },
  });

  // The same files once more, and one with a row more, which is kept anew.
  const again = await imported('customers.csv', CUSTOMERS);
  expect(again.files[0]!.refusals).toEqual([
    expect.objectContaining({ line: 2, reason: 'this customer was deleted for good' }),
  ]);
  expect((await imported('orders.csv', ORDERS)).totals).toMatchObject({ unchanged: 5 });
  const more = await imported('more.csv', [...ORDERS, order('#5', EMAIL, LAST, PHONE)]);
  expect(more.totals).toMatchObject({ imported: 1, unchanged: 5 });
  await expectGone();
  // Entangled with the first: the mirror is built again from what is kept.
  await owned.client.imports.undo({ id: more.files[0]!.id! });
  await expectGone();

  await owned.stop();
  await restoreBackup(backup, owned.folder, KNOWN_VERSIONS, Date.now());
  expect(await kept()).toContain(STREET);
  await owned.start();
  await expect.poll(kept, { timeout: 20_000 }).not.toContain(STREET);
  await expect.poll(() => mirrorRows(BUYERS), { timeout: 20_000 }).toEqual(['#4']);
  await expectGone();
});

it('is in no log line or answer of the removal', async () => {
  await imported('customers.csv', CUSTOMERS);
  const [customerId] = mirrorRows('SELECT id FROM customers WHERE spent = 900') as [number];
  await owned.client.customers.remove({ storeId: STORE, customerId });
  expect(JSON.stringify(await owned.client.audit.list({ limit: 50 }))).not.toContain(LAST);
  expect(readFileSync(join(owned.folder, 'deletions.jsonl'), 'utf8')).not.toMatch(/canary|Quill/i);
});
