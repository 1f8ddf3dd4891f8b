// Required by Electron before main: keeps the core's thread where a test finds it.
process.on('worker', (worker) => {
  globalThis.royalCore = worker;
});
