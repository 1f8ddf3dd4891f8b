import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { threadUrls } from './thread-urls.ts';

describe('threads in the bundle', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'royal-threads-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function bundle(sources: Record<string, string>, input: string[]): Promise<string> {
    for (const [name, code] of Object.entries(sources)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), code);
    }
    await build({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      plugins: [threadUrls()],
      build: {
        ssr: true,
        outDir: 'out',
        rolldownOptions: {
          input: input.map((name) => join(folder, name)),
          output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
        },
      },
    });
    return join(folder, 'out');
  }

  const run = (file: string): Promise<Record<string, string>> => import(pathToFileURL(file).href);

  it('leads to the entry from other entries and from a shared chunk alike', async () => {
    const out = await bundle(
      {
        'first.ts': `export { start } from './work/start.ts';
          export const own = new URL('./work/job.ts', import.meta.url).href;`,
        'second.ts': `export { start } from './work/start.ts'; export const second: string = 'x';`,
        'work/start.ts': `export const start = new URL(
          './job.ts', import.meta.url,
        ).href;`,
        'work/job.ts': `export const job: string = 'done';`,
      },
      ['first.ts', 'second.ts'],
    );
    const { start, own } = await run(join(out, 'first.js'));
    expect(start).toBe(pathToFileURL(join(out, 'job.js')).href);
    expect(own).toBe(start);
    expect(await run(join(out, 'job.js'))).toMatchObject({ job: 'done' });
  });

  it('refuses two threads of one name', async () => {
    const sources = {
      'main.ts': `export const urls = [new URL('./a/job.ts', import.meta.url), new URL('./b/job.ts', import.meta.url)];`,
      'a/job.ts': 'export const a = 1;',
      'b/job.ts': 'export const b = 1;',
    };
    await expect(bundle(sources, ['main.ts'])).rejects.toThrow(/Two threads would become job\.js/);
  });
});
