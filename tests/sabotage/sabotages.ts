/** Each protection of docs/security.md, the edit that undoes it, and the test that must notice. */
import { DESKTOP } from './desktop.ts';
import { WEB } from './web.ts';

export interface Sabotage {
  /** As docs/security.md names it. */
  name: string;
  file: string;
  /** Stands once in the file. */
  find: string;
  replace: string;
  test: { file: string; name: string };
}

export const SABOTAGES: readonly Sabotage[] = [...DESKTOP, ...WEB];
