#!/usr/bin/env node
// Refuses a runtime that can't run TypeScript with one clear line; everything else is in main.ts.
if (!process.features.typescript) {
  process.stderr.write(
    `The sandbox needs Node 22.18 or newer and runs on ${process.versions.node}: start it with \`npm run sandbox\`.\n`,
  );
  process.exit(1);
}
await import('./main.ts');
