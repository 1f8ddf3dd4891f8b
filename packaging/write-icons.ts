/** Draws icons from resources/icon.svg into the project's folder. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Drawing } from './icons.ts';

export async function drawAll(drawings: Readonly<Record<string, Drawing>>): Promise<void> {
  const svg = readFileSync('resources/icon.svg', 'utf8');
  for (const [file, draw] of Object.entries(drawings)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await draw(svg));
  }
}
