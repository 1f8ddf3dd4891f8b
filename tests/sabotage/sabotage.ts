/** One edit that undoes a protection. */
export interface Sabotage {
  /** As docs/security.md names it. */
  name: string;
  file: string;
  /** Stands once in the file. */
  find: string;
  replace: string;
  test: { file: string; name: string };
}
