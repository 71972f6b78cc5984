// Lessons on the device: kept in the browser's cache, listed in its database, what is done there sent later.
//
// `localStorage["forecourt-kept"]` is the id of the person whose lessons they are: base.js wipes all when another signs
// in or the owner signs out.

const OWNER = "forecourt-kept";
const PREFIX = "forecourt-kept-";

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(OWNER, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("courses", { keyPath: "key" });
      asked.result.createObjectStore("done", { keyPath: ["key", "lesson"] });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function run(store, mode, work) {
  const base = await open();
  try {
    return await new Promise((resolve, reject) => {
      const change = base.transaction(store, mode);
      const asked = work(change.objectStore(store));
      change.oncomplete = () => resolve(asked?.result);
      change.onerror = () => reject(change.error);
      change.onabort = () => reject(change.error);
    });
  } finally { base.close(); }
}

export const keptCourses = () => run("courses", "readonly", (store) => store.getAll());
export const keptCourse = (key) => run("courses", "readonly", (store) => store.get(key));
export const allDone = () => run("done", "readonly", (store) => store.getAll());

/** Keep these lessons of a bundle (the ids), instead of those kept of it before. Throws when one cannot be fetched. */
export async function keepCourse(bundle, ids) {
  const lessons = bundle.lessons.filter((lesson) => ids.includes(lesson.id));
  const name = PREFIX + bundle.key;
  const fresh = new Map();
  for (const address of lessons.flatMap((lesson) => [lesson.url, ...lesson.files])) {
    const reply = await fetch(address, { cache: "reload" });
    if (!reply.ok || reply.redirected) throw new Error(address);
    fresh.set(address, reply);
  }
  await caches.delete(name);
  const cache = await caches.open(name);
  for (const [address, reply] of fresh) await cache.put(address, reply);
  localStorage.setItem(OWNER, String(bundle.person));
  const { key, title } = bundle;
  await run("courses", "readwrite", (store) => store.put({ key, title, lessons }));
}

export async function dropCourse(key) {
  await caches.delete(PREFIX + key);
  await run("courses", "readwrite", (store) => store.delete(key));
}

/** Note that a lesson was done here; it is sent by `sendDone`. */
export function noteDone(key, lesson) {
  return run("done", "readwrite", (store) => store.put({ key, lesson, at: new Date().toISOString(), state: "waiting" }));
}

/** Send what was done here. Resolves to "nothing", "sent", "waits" (a lesson is not open yet), "signed-out" or
 * "offline". Sending twice does no harm: the portal knows what is done. */
export async function sendDone() {
  const waiting = (await allDone()).filter((one) => one.state !== "sent");
  if (!waiting.length) return "nothing";
  let outcome = "sent";
  for (const [key, entries] of Map.groupBy(waiting, (one) => one.key)) {
    let reply;
    try {
      reply = await fetch(`/training/r/${key}/kept/done`, {
        method: "POST", redirect: "manual", signal: AbortSignal.timeout(20000),
        headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
        body: JSON.stringify({ done: entries.map(({ lesson, at }) => ({ lesson, at })) }),
      });
    } catch { return "offline"; }
    if (!reply.ok) return reply.status === 404 ? forget(entries) : "signed-out";
    const { results } = await reply.json();
    for (const entry of entries) {
      const state = results[entry.lesson] === "waits" ? "waits" : "sent";
      if (state === "waits") outcome = "waits";
      await run("done", "readwrite", (store) => store.put({ ...entry, state }));
    }
  }
  return outcome;
}

/** The registration has ended: there is nobody to tell. */
async function forget(entries) {
  for (const entry of entries) await run("done", "readwrite", (store) => store.put({ ...entry, state: "sent" }));
  return "sent";
}

/** Remove everything that is kept, whoever it belongs to. */
export async function wipe() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
  await new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(OWNER);
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });
  for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? []) await registration.unregister();
  localStorage.removeItem(OWNER);
}

function cookie(name) {
  return document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}
