/** Keys and tokens live in small files replaced as a whole: after a power cut each is whole, and not older than was said. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildShim, makeSite, runUnderShim } from './power-cut.ts';

const shim = buildShim();
const script = join(import.meta.dirname, 'replace-child.ts');

describe.skipIf('missing' in shim)('a file replaced as one step', () => {
  it('survives a power cut at every operation, whole and up to date', async () => {
    const file = 'file' in shim ? shim.file : '';
    for (let at = 1, killed = true; killed; at++) {
      const site = makeSite();
      try {
        const path = join(site.folder, 'secrets.json');
        const outcome = await runUnderShim(file, site, script, [path, '4'], { at, keep: at % 3 });
        killed = outcome.killed;
        const told = Number(outcome.lines.at(-1) ?? 0);
        const content = existsSync(path) ? readFileSync(path, 'utf8') : '';
        const version = Number(content.split('\n')[0] || 0);
        expect(content, `cut at ${at}`).toBe(version === 0 ? '' : `${version}\n`.repeat(2000));
        expect(version, `cut at ${at}`).toBeGreaterThanOrEqual(told);
        if (!killed) expect(at).toBeGreaterThan(4 * 4);
      } finally {
        site.remove();
      }
    }
  });
});

it.runIf('missing' in shim)('the power-loss shim could not be built', ({ skip }) => {
  skip('missing' in shim ? shim.missing : '');
});
