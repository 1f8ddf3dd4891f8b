// Starts the measurements once the runtime is known to be able to run them.
if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(
    `This program needs Node 24 (this is ${process.versions.node}). Start it with \`npm run bench\`, which brings its own (after \`npm install\`).\n`,
  );
  process.exit(1);
}
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
