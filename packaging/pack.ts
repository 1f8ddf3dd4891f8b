/** Packs the built program into a folder, as the installers hold it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { INSTALLER_ICONS } from './icons.ts';
import { makeStandInElectron } from './stand-in-electron.ts';
import { drawAll } from './write-icons.ts';

/** Packs for Linux x64 around a stand-in for Electron and returns the folder of the packed program. */
export async function packAroundStandIn(folder: string): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  const electronDist = join(folder, 'electron');
  makeStandInElectron(electronDist);
  await drawAll(INSTALLER_ICONS);
  await build({
    targets: Platform.LINUX.createTarget('dir', Arch.x64),
    publish: 'never',
    config: {
      extends: 'electron-builder.yml',
      electronDist,
      directories: { output: folder },
      // The check itself says what is against the rules, all of it at once.
      afterPack: null,
    },
  });
  return join(folder, 'linux-unpacked');
}
