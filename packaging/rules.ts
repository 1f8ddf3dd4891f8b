/** What a packed program must be, as a pure function of what was found in it. */

export interface PackedFile {
  /** In the archive, with slashes: out/main/index.js. */
  path: string;
  bytes: number;
  /** Whether it lies beside the archive, where the system can open it. */
  unpacked: boolean;
}

export interface PackedContent {
  target: { platform: 'linux' | 'darwin' | 'win32'; arch: 'x64' | 'arm64' | 'universal' };
  /** What app.asar holds, also of what is unpacked beside it. */
  files: readonly PackedFile[];
  /** Files whose text carries a source map within. */
  inlineMaps: readonly string[];
}

export interface PackedProgram extends PackedContent {
  /** What else lies in the folder of resources, with its size. */
  others: readonly { path: string; bytes: number }[];
  /** By the names of @electron/fuses. */
  fuses: Readonly<Record<string, boolean>>;
  /** null where the packed program started and answered, else what it said. */
  startFailure: string | null;
}

/** The installed part of the application: all but Electron itself. */
export const LARGEST_BYTES = 60 * 1024 * 1024;

/** What each fuse must be, whatever electron-builder.yml says. */
export const FUSES: Readonly<Record<string, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

const NEEDED = [
  'package.json',
  'out/main/index.js',
  'out/main/core-thread.js',
  'out/main/task-worker.js',
  'out/main/ingest-worker.js',
  'out/main/licenses.md',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  'resources/icon.png',
  'resources/tray/tray.png',
  'resources/tray/tray.ico',
  'resources/tray/trayTemplate.png',
];

const ALLOWED = [
  /^(package\.json|LICENSE)$/,
  /^out\/main\/([\w-]+|chunks\/[\w.-]+)\.js$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/(index\.html|sw\.js)$/,
  /^out\/renderer\/(assets|icons)\/[\w.@-]+\.(js|css|woff2?|png|svg|webp|wasm)$/,
  /^out\/renderer\/[\w-]+\.(webmanifest|json|png|svg|ico)$/,
  /^out\/(main|renderer)\/licenses\.md$/,
  /^resources\/(icon|tray\/[\w@-]+)\.(png|ico)$/,
  /^node_modules\/(better-sqlite3|keytar|piscina|@bsull\/augurs|@napi-rs\/keyring-[\w-]+)\/(package\.json|LICENSE[\w.-]*)$/,
  /^node_modules\/better-sqlite3\/lib\/[\w/-]+\.js$/,
  /^node_modules\/better-sqlite3\/prebuilds\/[\w-]+\.node$/,
  /^node_modules\/keytar\/(index|keytar)\.js$/,
  /^node_modules\/@napi-rs\/keyring-[\w-]+\/[\w.-]+\.node$/,
  /^node_modules\/piscina\/dist\/[\w/-]+\.m?js$/,
  /^node_modules\/@bsull\/augurs\/(ets|mstl)(\.js|_bg\.wasm)$/,
];

/** Of what electron-builder lays beside the archive. */
const ALLOWED_OTHERS = [/^app\.asar$/, /^app\.asar\.unpacked\//, /^app-update\.yml$/];

const DEVELOPMENT = /(^|\/)(sandbox|tests?|__tests__|bench|fixtures|testing)(\/|$)|\.test\.\w+$|\.tsx?$/;

function nativesOf(platform: PackedContent['target']['platform'], arch: 'x64' | 'arm64'): string[] {
  const abi = { linux: '-gnu', darwin: '', win32: '-msvc' }[platform];
  const keyring = `${platform}-${arch}${abi}`;
  return [
    `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`,
    `node_modules/@napi-rs/keyring-${keyring}/keyring.${keyring}.node`,
  ];
}

export function installedBytes({ others }: Pick<PackedProgram, 'others'>): number {
  return others.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** One sentence for each rule that is broken; none for a program that may be shipped. */
export function violations(program: PackedProgram): string[] {
  const found = contentViolations(program);
  for (const { path } of program.others)
    if (!ALLOWED_OTHERS.some((pattern) => pattern.test(path)))
      found.push(`${path} lies beside the archive and is not on the list of what may.`);

  const bytes = installedBytes(program);
  if (bytes > LARGEST_BYTES)
    found.push(`The application's part has ${bytes} bytes; at most ${LARGEST_BYTES} are allowed.`);

  const word = (on: boolean | undefined): string => (on === undefined ? 'absent' : on ? 'on' : 'off');
  for (const [name, wanted] of Object.entries(FUSES))
    if (program.fuses[name] !== wanted)
      found.push(`Fuse ${name} is ${word(program.fuses[name])}; it must be ${word(wanted)}.`);

  if (program.startFailure !== null) found.push(`The packed program did not start: ${program.startFailure}`);
  return found;
}

/** The same of the archive alone, as every installer on any platform must hold to it. */
export function contentViolations({ files, inlineMaps, target }: PackedContent): string[] {
  const found: string[] = [];
  const paths = new Set(files.map(({ path }) => path));
  for (const path of paths) {
    if (DEVELOPMENT.test(path)) found.push(`${path} is for development and must not be packed.`);
    else if (path.endsWith('.map')) found.push(`${path} is a source map and must not be packed.`);
    else if (!ALLOWED.some((pattern) => pattern.test(path)))
      found.push(`${path} is packed but not on the list of what may be (packaging/rules.ts).`);
  }
  for (const path of inlineMaps) found.push(`${path} carries a source map within.`);
  for (const path of NEEDED) if (!paths.has(path)) found.push(`${path} is missing.`);

  const { platform, arch } = target;
  const natives = (arch === 'universal' ? (['x64', 'arm64'] as const) : [arch]).flatMap((one) =>
    nativesOf(platform, one),
  );
  for (const path of natives) {
    const file = files.find((one) => one.path === path);
    if (!file) found.push(`${path}, the native binary for ${platform}-${arch}, is missing.`);
    else if (!file.unpacked) found.push(`${path} is inside the archive, where the system can't load it.`);
  }
  // Each half of a universal application holds the binaries of both.
  const usable =
    platform === 'darwin' ? [...nativesOf(platform, 'x64'), ...nativesOf(platform, 'arm64')] : natives;
  for (const path of paths)
    if (path.endsWith('.node') && !usable.includes(path))
      found.push(`${path} is a native binary for another machine than ${platform}-${arch}.`);
  return found;
}
