/** The packages that stay packages in the installed application: everything else is bundled into out/. */

/**
 * Each of them finds a file of its own beside its code at run time (a native binary, a worker, WebAssembly), which a
 * bundle would lose. Which of their files are packed is said in electron-builder.yml.
 */
export const KEPT_PACKAGES = ['better-sqlite3', 'keytar', 'piscina', '@bsull/augurs'] as const;
