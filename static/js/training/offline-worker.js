// The service worker of lessons kept on the device. The network comes first; without it, what was kept is shown. It
// keeps nothing by itself but the frame that lessons are shown in: lessons are kept by keeping.js, when asked.

const FRAME = "forecourt-kept-frame";
const LESSON = /^(\/training\/r\/[0-9a-f-]{36}\/)(?!kept\/)([^/]+)\/$/;
const PATIENCE_MS = 6000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(FRAME).then((cache) => cache.addAll(FRAME_FILES.map((file) => new Request(file, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (url.pathname.includes("/kept/") || FRAME_FILES.includes(url.pathname)) event.respondWith(part(request));
});

async function page(request, url) {
  try {
    return await Promise.race([fetch(request), tooLong()]);
  } catch {
    return (await kept(url.pathname)) ?? (await kept(url.pathname.replace(LESSON, "$1kept/$2/"))) ?? (await kept(SHELF))
      ?? Response.error();
  }
}

// A request of a page takes no signal.
function tooLong() {
  return new Promise((_resolve, reject) => setTimeout(reject, PATIENCE_MS));
}

async function part(request) {
  try {
    return await fetch(request);
  } catch {
    return (await kept(new URL(request.url).pathname)) ?? Response.error();
  }
}

function kept(path) {
  return caches.match(path, { ignoreVary: true, ignoreSearch: true });
}
