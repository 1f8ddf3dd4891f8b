/** Each protection of docs/security.md, the edit that undoes it, and the test that must notice. */
import { DESKTOP } from './desktop.ts';
import type { Sabotage } from './sabotage.ts';
import { WEB } from './web.ts';

export const SABOTAGES: readonly Sabotage[] = [...DESKTOP, ...WEB];
