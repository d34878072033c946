// The service worker: the app opens without a network, and what must be fresh always is. The build puts the list of
// hashed files into it (service_worker_plugin.ts).
//   hashed files   from the cache, where the installation put them; the large ones when they are first needed
//   pages          from the network, from the cache if there is none
//   all the rest   (the API above all) is not this worker's business
declare const self: ServiceWorkerGlobalScope;
declare const PRECACHED: { version: string; needed: string[]; later: string[] };

const base = "/app/";
const page = `${base}index.html`;
const cacheName = `palmkey-app-${PRECACHED.version}`;
const hashed = new Set([...PRECACHED.needed, ...PRECACHED.later].map((file) => base + file));
const patience = 4000; // milliseconds that a page waits for the network before the cached one is shown

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(cacheName);
      await cache.addAll([page, ...PRECACHED.needed.map((file) => base + file)]);
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith("palmkey-app-") && name !== cacheName) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

// The person agreed to the new version.
self.addEventListener("message", (event) => {
  if (event.data === "take-over") void self.skipWaiting();
});

async function fromCache(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const held = await cache.match(request, { ignoreVary: true });
  if (held) return held;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function freshPage(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  try {
    return await fetch(request, { signal: AbortSignal.timeout(patience) });
  } catch (error) {
    const held = await cache.match(page, { ignoreVary: true });
    if (held) return held;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (hashed.has(url.pathname)) event.respondWith(fromCache(request));
  else if (request.mode === "navigate" && url.pathname.startsWith(base))
    event.respondWith(freshPage(request));
});
export {};
