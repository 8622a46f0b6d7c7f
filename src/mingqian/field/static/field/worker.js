// The service worker: the shell from this phone, everything else from the network. SHELL stands before these lines.
const NAME = `field-${SHELL.version}`;
const OF_SHELL = new Set(SHELL.files);

// What goes up passes by: shown to this worker, every piece of a film would stay in its memory until it is put to sleep.
const PASSES = ["POST", "PATCH"].map((method) => ({ condition: { requestMethod: method }, source: "network" }));

self.addEventListener("install", (event) => event.waitUntil(Promise.all([fill(), passing(event)])));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", (event) => event.data === "take over" && self.skipWaiting());

// A browser that knows no such routes shows everything to the worker, as all did.
const passing = async (event) => event.addRoutes?.(PASSES).catch(() => {});

// All of one version or none: a shell of two versions is no shell.
async function fill() {
  const cache = await caches.open(NAME);
  await cache.addAll(SHELL.files.map((path) => new Request(path, { cache: "reload" })));
}

async function tidy() {
  const old = (await caches.keys()).filter((one) => one.startsWith("field-") && one !== NAME);
  await Promise.all(old.map((one) => caches.delete(one)));
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin || !OF_SHELL.has(pathname)) return;
  event.respondWith(caches.open(NAME).then((cache) => cache.match(pathname)).then((kept) => kept ?? fetch(event.request)));
});
