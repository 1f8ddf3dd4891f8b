/** Reads a packed program back: what it holds, and how its fuses are set. */
import { readdirSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { PackedContent, PackedFile, PackedProgram } from './rules.ts';

const EXECUTABLE = 'royal-equips';

export function archiveOf(folder: string): string {
  return join(folder, 'resources', 'app.asar');
}

/** All but whether it starts. */
export async function readPackedProgram(folder: string): Promise<Omit<PackedProgram, 'startFailure'>> {
  const resources = join(folder, 'resources');
  const others = readdirSync(resources, { recursive: true, encoding: 'utf8' })
    .map((path) => ({ path: path.replaceAll('\\', '/'), stat: statSync(join(resources, path)) }))
    .filter(({ stat }) => stat.isFile())
    .map(({ path, stat }) => ({ path, bytes: stat.size }));
  return {
    ...readArchive(archiveOf(folder), { platform: 'linux', arch: 'x64' }),
    others,
    fuses: await readFuses(join(folder, EXECUTABLE)),
  };
}

export function readArchive(archive: string, target: PackedContent['target']): PackedContent {
  const files: PackedFile[] = [];
  for (const listed of listPackage(archive, { isPack: false })) {
    const path = listed.replace(/^[\\/]/, '');
    const entry = statFile(archive, path);
    if ('size' in entry)
      files.push({ path: path.replaceAll('\\', '/'), bytes: entry.size, unpacked: entry.unpacked === true });
  }
  const inlineMaps = files
    .map(({ path }) => path)
    .filter((path) => /\.([cm]?js|css)$/.test(path))
    .filter((path) =>
      /sourceMappingURL=data:/.test(extractFile(archive, normalize(path)).toString('latin1')),
    );
  return { target, files, inlineMaps };
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
