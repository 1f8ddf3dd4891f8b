// `npm start`: checks the runtime (this file must parse on old ones), then hands over to start.ts.
var major = Number(process.versions.node.split('.')[0]);
if (major < 22 || (major === 22 && Number(process.versions.node.split('.')[1]) < 18)) {
  process.stderr.write(
    'Royal Equips needs Node 22.18 or newer, this is ' +
      process.versions.node +
      ': start it with `npm start`, which brings its own (after `npm install`).\n',
  );
  process.exitCode = 1;
} else {
  import('node:module')
    .then((module) => {
      // What was stripped and compiled once need not be again: half a second at each start. Threads ask the environment.
      if (!process.env.NODE_COMPILE_CACHE)
        process.env.NODE_COMPILE_CACHE = module.enableCompileCache().directory;
      return import('./built.ts');
    })
    .then((built) => import(built.entryOf('start')))
    .then((start) => start.main(process.argv.slice(2)));
}
