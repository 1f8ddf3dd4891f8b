/** Opens the page without a network: keeps the shell's own files, and never an answer of the program. */
const worker = self as unknown as ServiceWorkerGlobalScope;

/** Put in by the build: the files of the shell, relative to this one, and a hash over all of them. */
declare const SHELL_FILES: readonly string[];
declare const SHELL_VERSION: string;

const CACHE = `royal-shell-${SHELL_VERSION}`;
const PAGE = new URL('index.html', worker.location.href).href;
const FILES = new Set(SHELL_FILES.map((file) => new URL(file, worker.location.href).href));

worker.addEventListener('install', (event) => {
  event.waitUntil(keepAll().then(() => worker.skipWaiting()));
});

/** One after the other: what the person does at the page meanwhile must not wait for it. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const file of FILES) await cache.add(file);
}

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { href, origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  const isPage = request.mode === 'navigate' && (pathname === new URL('./', PAGE).pathname || href === PAGE);
  // The page as the host has it now, the kept one where there is no way to it.
  if (isPage) event.respondWith(fetch(request).catch(() => kept(PAGE)));
  // Named by their content: what is kept is what would come.
  else if (FILES.has(href) && href !== PAGE) event.respondWith(kept(href).catch(() => fetch(request)));
});

async function kept(href: string): Promise<Response> {
  const response = await (await caches.open(CACHE)).match(href);
  if (!response) throw new Error(`${href} is not kept.`);
  return response;
}
