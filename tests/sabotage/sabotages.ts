/** Each protection of docs/security.md, the edit that undoes it, and the test that must notice. */
export interface Sabotage {
  name: string;
  file: string;
  /** Stands once in the file. */
  find: string;
  replace: string;
  test: { file: string; name: string };
}

export const SABOTAGES: readonly Sabotage[] = [];
