import { describe, expect, it } from 'vitest';
import { contentViolations, FUSES, LARGEST_BYTES, type PackedProgram, violations } from './rules.ts';

const file = (path: string, unpacked = false) => ({ path, bytes: 1000, unpacked });

/** A program as it is packed for Linux, in short. */
const sound: PackedProgram = {
  target: { platform: 'linux', arch: 'x64' },
  files: [
    file('package.json'),
    file('LICENSE'),
    file('out/main/index.js'),
    file('out/main/core-thread.js'),
    file('out/main/task-worker.js'),
    file('out/main/ingest-worker.js'),
    file('out/main/licenses.md'),
    file('out/main/chunks/schemas-DOjuS0sx.js'),
    file('out/preload/index.cjs'),
    file('out/renderer/index.html'),
    file('out/renderer/assets/index-Bd97Gu8X.js'),
    file('out/renderer/assets/inter-latin-400-normal-C38fXH4l.woff2'),
    file('out/renderer/icons/icon-192.png'),
    file('resources/icon.png'),
    file('resources/tray/tray.png'),
    file('resources/tray/tray.ico'),
    file('resources/tray/trayTemplate.png'),
    file('resources/tray/tray-alertTemplate@2x.png'),
    file('node_modules/better-sqlite3/lib/methods/backup.js'),
    file('node_modules/better-sqlite3/prebuilds/linux-x64.node', true),
    file('node_modules/@napi-rs/keyring-linux-x64-gnu/keyring.linux-x64-gnu.node', true),
    file('node_modules/@bsull/augurs/ets_bg.wasm'),
  ],
  others: [
    { path: 'app.asar', bytes: 4_000_000 },
    { path: 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node', bytes: 2_000_000 },
    { path: 'app-update.yml', bytes: 100 },
  ],
  inlineMaps: [],
  fuses: { ...FUSES, WasmTrapHandlers: true },
  startFailure: null,
};

const withFile = (path: string, unpacked = false): PackedProgram => ({
  ...sound,
  files: [...sound.files, file(path, unpacked)],
});
const without = (path: string): PackedProgram => ({
  ...sound,
  files: sound.files.filter((one) => one.path !== path),
});

describe('the rules of a packed program', () => {
  it('let a sound one through', () => expect(violations(sound)).toEqual([]));

  it.each<[string, PackedProgram, RegExp]>([
    ['a file of the sandbox', withFile('out/main/sandbox/main.js'), /^out\/main\/sandbox.* for development/],
    ['a folder of tests', withFile('node_modules/piscina/test/issue.js'), /for development/],
    ['a test', withFile('out/main/chunks/money.test.js'), /for development/],
    ['a source', withFile('core/core.ts'), /^core\/core\.ts is for development/],
    ['a source map', withFile('out/main/index.js.map'), /source map and must not/],
    [
      'a source map in a file',
      { ...sound, inlineMaps: ['out/main/index.js'] },
      /index\.js carries a source map/,
    ],
    ['a package that is bundled', withFile('node_modules/zod/index.js'), /not on the list of what may be/],
    ['the CLI’s entry', withFile('headless/royal.js'), /not on the list of what may be/],
    [
      'a file beside the archive',
      { ...sound, others: [...sound.others, { path: 'app/index.js', bytes: 1 }] },
      /^app\/index\.js lies beside the archive/,
    ],
    ['no main', without('out/main/index.js'), /^out\/main\/index\.js is missing/],
    ['no thread', without('out/main/ingest-worker.js'), /^out\/main\/ingest-worker\.js is missing/],
    ['no preload', without('out/preload/index.cjs'), /^out\/preload\/index\.cjs is missing/],
    ['no page', without('out/renderer/index.html'), /^out\/renderer\/index\.html is missing/],
    ['no tray image', without('resources/tray/tray.ico'), /^resources\/tray\/tray\.ico is missing/],
    [
      'no SQLite for the target',
      without('node_modules/better-sqlite3/prebuilds/linux-x64.node'),
      /native binary for linux-x64, is missing/,
    ],
    [
      'a native binary inside the archive',
      {
        ...sound,
        files: sound.files.map((one) => (one.path.endsWith('x64.node') ? { ...one, unpacked: false } : one)),
      },
      /inside the archive, where the system can't load it/,
    ],
    [
      'a native binary of another machine',
      withFile('node_modules/better-sqlite3/prebuilds/win32-x64.node', true),
      /for another machine than linux-x64/,
    ],
    [
      'one byte too many',
      { ...sound, others: [{ path: 'app.asar', bytes: LARGEST_BYTES + 1 }] },
      /has 62914561 bytes; at most 62914560/,
    ],
    [
      'a packed program that does not start',
      { ...sound, startFailure: 'no such module' },
      /did not start: no such module/,
    ],
  ])('name %s', (_, program, reason) => {
    const found = violations(program);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(reason);
  });

  it.each(Object.entries(FUSES))('name fuse %s where it is not as wanted, or absent', (name, wanted) => {
    const turned = violations({ ...sound, fuses: { ...sound.fuses, [name]: !wanted } });
    expect(turned).toEqual([
      `Fuse ${name} is ${wanted ? 'off' : 'on'}; it must be ${wanted ? 'on' : 'off'}.`,
    ]);
    const { [name]: _, ...rest } = sound.fuses;
    expect(violations({ ...sound, fuses: rest })).toEqual([
      `Fuse ${name} is absent; it must be ${wanted ? 'on' : 'off'}.`,
    ]);
  });

  it('want the binaries of both processors in a universal application, and let its halves have both', () => {
    const natives = (['x64', 'arm64'] as const).flatMap((arch) => [
      file(`node_modules/better-sqlite3/prebuilds/darwin-${arch}.node`, true),
      file(`node_modules/@napi-rs/keyring-darwin-${arch}/keyring.darwin-${arch}.node`, true),
    ]);
    const rest = sound.files.filter(({ path }) => !path.endsWith('.node'));
    const mac = (arch: 'x64' | 'universal', files = [...rest, ...natives]): string[] =>
      contentViolations({ ...sound, target: { platform: 'darwin', arch }, files });
    expect(mac('universal')).toEqual([]);
    expect(mac('x64')).toEqual([]);
    expect(mac('universal', [...rest, ...natives.slice(0, 3)])).toEqual([
      expect.stringContaining(
        'keyring.darwin-arm64.node, the native binary for darwin-universal, is missing',
      ),
    ]);
  });

  it('know the binaries of the other platforms', () => {
    const natives = (program: PackedProgram) => violations(program).filter((line) => line.includes('native'));
    expect(natives({ ...sound, target: { platform: 'win32', arch: 'arm64' } })).toEqual([
      expect.stringContaining('prebuilds/win32-arm64.node'),
      expect.stringContaining('keyring.win32-arm64-msvc.node'),
      expect.stringContaining('linux-x64.node is a native binary for another machine'),
      expect.stringContaining('linux-x64-gnu.node is a native binary for another machine'),
    ]);
  });
});
