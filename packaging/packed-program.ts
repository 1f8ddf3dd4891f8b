/** Reads a packed program for Linux back from its folder: what it holds, and how its fuses are set. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { PackedFile, PackedProgram } from './rules.ts';

const EXECUTABLE = 'royal-equips';

export function archiveOf(folder: string): string {
  return join(folder, 'resources', 'app.asar');
}

/** All but whether it starts. */
export async function readPackedProgram(folder: string): Promise<Omit<PackedProgram, 'startFailure'>> {
  const archive = archiveOf(folder);
  const files: PackedFile[] = [];
  for (const listed of listPackage(archive, { isPack: false })) {
    const path = listed.replaceAll('\\', '/').replace(/^\//, '');
    const entry = statFile(archive, path);
    if ('size' in entry) files.push({ path, bytes: entry.size, unpacked: entry.unpacked === true });
  }
  const resources = join(folder, 'resources');
  const others = readdirSync(resources, { recursive: true, encoding: 'utf8' })
    .map((path) => ({ path: path.replaceAll('\\', '/'), stat: statSync(join(resources, path)) }))
    .filter(({ stat }) => stat.isFile())
    .map(({ path, stat }) => ({ path, bytes: stat.size }));
  const inlineMaps = files
    .filter(({ path }) => /\.([cm]?js|css)$/.test(path))
    .map(({ path }) => path)
    .filter((path) => /sourceMappingURL=data:/.test(extractFile(archive, path).toString('latin1')));
  return {
    target: { platform: 'linux', arch: 'x64' },
    files,
    others,
    inlineMaps,
    fuses: await readFuses(join(folder, EXECUTABLE)),
  };
}

async function readFuses(executable: string): Promise<Record<string, boolean>> {
  const wire = new Map(Object.entries(await getCurrentFuseWire(executable)));
  const fuses: Record<string, boolean> = {};
  for (const [key, name] of Object.entries(FuseV1Options)) {
    const state = typeof name === 'string' ? wire.get(key) : undefined;
    if (state === FuseState.ENABLE) fuses[String(name)] = true;
    if (state === FuseState.DISABLE) fuses[String(name)] = false;
  }
  return fuses;
}
