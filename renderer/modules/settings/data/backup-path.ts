/** Where a backup goes unless a person says otherwise: beside the data folder, by its moment. */

/** `folder` is a whole path, in the way of its own machine. */
export function backupPath(folder: string, at: Date): string {
  const trimmed = folder.replace(/[\\/]+$/, '');
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${trimmed}-backup-${day}-${two(at.getHours())}${two(at.getMinutes())}`;
}
