#!/usr/bin/env node
// Refuses an older runtime with one clear line; everything else is in main.ts.
const major = Number(process.versions.node.split('.')[0]);
if (major < 22) {
  process.stderr.write(
    `The sandbox needs Node 22 or newer and runs on ${process.versions.node}: start it with \`npm run sandbox\`.\n`,
  );
  process.exit(1);
}
await import('./main.ts');
