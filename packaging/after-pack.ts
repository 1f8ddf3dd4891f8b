/** A hook of electron-builder, see electron-builder.yml: no installer is made of what is against the rules. */
import { join } from 'node:path';
import { type AfterPackContext, Arch } from 'electron-builder';
import { readArchive } from './packed-program.ts';
import { contentViolations, type PackedContent } from './rules.ts';

/** Throws with every rule that the packed archive breaks. */
export function afterPack({ appOutDir, arch, electronPlatformName, packager }: AfterPackContext): void {
  const target = { platform: electronPlatformName, arch: Arch[arch] } as PackedContent['target'];
  const archive = join(packager.getResourcesDir(appOutDir), 'app.asar');
  const found = contentViolations(readArchive(archive, target));
  if (found.length > 0)
    throw new Error(
      `What was packed for ${target.platform}-${target.arch} must not be shipped:\n${found.join('\n')}`,
    );
}
