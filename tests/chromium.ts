/** The Chromium that the tests drive. */
import { existsSync } from 'node:fs';

const SHELL = '/usr/bin/chromium-headless-shell';

/**
 * CHROMIUM names one; else the headless shell where it is installed: the same engine without windows and menus that nobody
 * sees, at a quarter less work for the machine; else the whole browser.
 */
export const CHROMIUM = process.env.CHROMIUM ?? (existsSync(SHELL) ? SHELL : '/usr/bin/chromium');

/** Root runs it without a sandbox of its own. The shell alone would round the width of each letter to whole pixels. */
export const CHROMIUM_ARGS: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--font-render-hinting=none',
];
