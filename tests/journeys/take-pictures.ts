/** `npm run screenshots`: the pictures of the page in docs/screenshots, on the sandbox's stores. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBrowserHost } from './browser-host.ts';
import { partsOf } from './page-parts.ts';
import { fillPage } from './page-states.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots', import.meta.url));
const SIZES = [
  { width: 1440, height: 760 },
  { width: 390, height: 844 },
];

const host = await openBrowserHost();
try {
  mkdirSync(FOLDER, { recursive: true });
  const [first, second] = await fillPage(host);
  await host.client.actions.approve({ id: first!.id });
  await host.client.actions.reject({ id: second!.id, reason: 'Still enough in the back room' });
  const { decided } = partsOf(host.page);
  await decided.getByText('Still enough in the back room').waitFor();
  for (const size of SIZES) {
    await host.page.setViewportSize(size);
    await host.page.screenshot({ path: `${FOLDER}/command-${size.width}.png` });
  }
} finally {
  await host.close();
}
