/**
 * `npm run screenshots`: the pictures of the key views in docs/screenshots, on the sandbox's stores, with a list of them
 * that says what to look for in each.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBrowserHost } from './browser-host.ts';
import { isFilled } from './expect-soon.ts';
import { faultsOf } from './page-checks.ts';
import { partsOf } from './page-parts.ts';
import { fillPage } from './page-states.ts';
import type { KeptPicture } from './picture-list.ts';
import { PICTURE_HEIGHTS, PICTURE_WIDTHS, PICTURED } from './pictured-views.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots', import.meta.url));

const host = await openBrowserHost();
const pictures: KeptPicture[] = [];
let sound = true;
try {
  const [first, second] = await fillPage(host);
  await host.client.actions.approve({ id: first!.id });
  await host.client.actions.reject({ id: second!.id, reason: 'Still enough in the back room' });
  await partsOf(host.page).decided.getByText('Still enough in the back room').waitFor();
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER)) if (name.endsWith('.png')) rmSync(`${FOLDER}/${name}`);
  for (const { name, address, look } of PICTURED) {
    const view = await address(host.client);
    await host.page.evaluate(`location.hash = ${JSON.stringify(view)}`);
    for (const width of PICTURE_WIDTHS) {
      await host.page.setViewportSize({ width, height: PICTURE_HEIGHTS[width]! });
      await isFilled(host.page);
      await host.page.evaluate('document.fonts.ready.then(() => scrollTo(0, 0))');
      for (const fault of await faultsOf(host.page)) {
        process.stderr.write(`${width} ${view}: ${fault}\n`);
        sound = false;
      }
      const file = `${name}-${width}.png`;
      const picture = await host.page.screenshot({ path: `${FOLDER}/${file}`, animations: 'disabled' });
      pictures.push({ file, width, look, sha256: createHash('sha256').update(picture).digest('hex') });
    }
  }
  writeFileSync(`${FOLDER}/pictures.json`, `${JSON.stringify(pictures, null, 2)}\n`);
} finally {
  await host.close();
}
if (!sound) process.exitCode = 1;
