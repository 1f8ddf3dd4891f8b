// Imports run one way: shared <- core, agents <- electron | headless; shared <- renderer; core and agents meet in
// types only (shared/).
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(agents|bench|core|electron|headless|packaging|renderer|sandbox|shared|tests)/',
    pathNot: `^(${[from, ...allowed].join('|')})/`,
  },
});
module.exports = {
  forbidden: [
    only('shared-stands-alone', 'shared', []),
    only('core-imports-shared', 'core', ['shared']),
    only('agents-import-shared', 'agents', ['shared']),
    only('headless-composes', 'headless', ['shared', 'core', 'agents']),
    only('electron-composes', 'electron', ['shared', 'core', 'agents']),
    only('renderer-imports-shared', 'renderer', ['shared']),
    only('sandbox-stands-alone', 'sandbox', []),
    only('packaging-starts-the-core', 'packaging', ['core', 'headless', 'shared']),
    {
      name: 'electron-only-in-its-shell',
      severity: 'error',
      from: { pathNot: '^(electron/|tests/electron-host/)' },
      to: { path: '(^|node_modules/)electron(/|$)', pathNot: '^electron/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: '^sandbox/graphql/' },
      to: { circular: true },
    },
    {
      // Its readers of fields take the request, and the request holds what they read from.
      name: 'no-cycles-but-of-types',
      severity: 'error',
      from: { path: '^sandbox/graphql/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'truth-shares-no-code-with-the-mirror',
      severity: 'error',
      from: { path: '^sandbox/truth' },
      to: { path: '^(shared|core)/' },
    },
    {
      name: 'no-unit-test-in-product',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$' },
      to: { path: '\\.test\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
  },
};
