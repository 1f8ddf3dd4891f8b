/** A hook of electron-builder, see electron-builder.yml. */

/**
 * false: node_modules are not its business. Nothing has to be rebuilt (the native parts are N-API binaries), and
 * what stays a package is listed file by file under `files`; all else is bundled into out/.
 */
export function beforeBuild(): boolean {
  return false;
}
