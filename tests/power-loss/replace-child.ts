/** Replaces one file again and again, and prints each version once it is said to be in place. */
import { writeSync } from 'node:fs';
import { replaceFile } from '../../core/data-folder/replace-file.ts';

const [file, count] = process.argv.slice(2);
for (let version = 1; version <= Number(count); version++) {
  replaceFile(file!, `${version}\n`.repeat(2000));
  writeSync(1, `${version}\n`);
}
