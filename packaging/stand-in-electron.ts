/**
 * A folder in the shape of Electron's own distribution for Linux, without Chromium: enough for electron-builder to
 * pack into and for its fuses to be flipped, where the real binary can't be had. What is packed into it can't start.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What @electron/fuses looks for in a binary; a version, a length and one character a fuse follow. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const WIRE_VERSION = 1;
/** Each fuse the other way round than wanted (rules.ts), so that one which electron-builder leaves alone shows. */
const SHIPPED_WIRE = '101100111';

export function makeStandInElectron(folder: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  const wire = Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.from([WIRE_VERSION, SHIPPED_WIRE.length]),
    Buffer.from(SHIPPED_WIRE),
  ]);
  const complaint = '#!/bin/sh\necho "This stands in for Electron and can not start." >&2\nexit 1\n';
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(complaint), wire]), { mode: 0o755 });
  writeFileSync(join(folder, 'LICENSE'), 'The licence of Electron stands here.\n');
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '');
}
