// What a phone does when there is no signal. Above this line the server writes HELD: a version, and the addresses of
// public pages and of their files. Nothing else is ever kept: each is asked for without cookies, so that no answer can
// be anyone's. Private addresses pass by untouched.

const PUBLIC = `hf-public-${HELD.version}`;
const PLAN = "hf-plan"; // one's own plan, put there and read by its own pages alone; gone with Exit
const WAIT = 2000; // ms for a page to come by signal before the one that is held is shown
const LONG = 30_000;
const HASHED = /\.[0-9a-f]{12}\.\w+$/; // the name changes with the content, so what is held is right
const OPENED = 3; // of the pages that are kept once opened

const pages = new Set(HELD.pages);
const files = new Set(HELD.files);
const begins = (path, starts) => starts.some((start) => path.startsWith(start));
const isOpened = (path) => begins(path, HELD.opened);
const held = (path) => caches.match(path, { cacheName: PUBLIC, ignoreVary: true });

async function ask(path) {
  const answer = await fetch(path, { credentials: "omit", cache: "no-cache", redirect: "error" });
  const mayBeKept = !/no-store|private/.test(answer.headers.get("Cache-Control") ?? "");
  if (!answer.ok || !mayBeKept) throw new Error("this is not kept");
  return answer;
}

// A new version comes whole or not at all: where one page fails, the earlier worker stays with everything it holds.
async function take() {
  const opened = await openedBefore();
  try {
    const answers = await Promise.all([...pages, ...files].map(async (path) => [path, await ask(path)]));
    const cache = await caches.open(PUBLIC);
    await Promise.all(answers.map(([path, answer]) => cache.put(path, answer)));
  } catch (fault) {
    await caches.delete(PUBLIC);
    throw fault;
  }
  await Promise.all(opened.map(keepOpened));
  await skipWaiting();
}

async function openedBefore() {
  const found = [];
  for (const name of await earlier()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found.filter((path) => isOpened(path) && !pages.has(path));
}

async function earlier() {
  return (await caches.keys()).filter((name) => name.startsWith("hf-public-") && name !== PUBLIC);
}

async function dropEarlier() {
  await Promise.all((await earlier()).map((name) => caches.delete(name)));
  await clients.claim();
}

async function keepOpened(path) {
  if (await held(path)) return;
  try {
    const cache = await caches.open(PUBLIC);
    await cache.put(path, await ask(path));
    const all = (await cache.keys()).map((request) => new URL(request.url).pathname);
    const opened = all.filter((one) => isOpened(one) && !pages.has(one));
    await Promise.all(opened.slice(0, -OPENED).map((one) => cache.delete(one)));
  } catch {
    // It was shown; it is only not kept.
  }
}

// By signal, for as long as a person would wait; else what is held; else a page that says so.
async function first(asked, path, wait = WAIT) {
  const network = asked.catch(() => null);
  let timer;
  const late = new Promise((done) => (timer = setTimeout(done, wait)));
  const answer = await Promise.race([network, late]);
  clearTimeout(timer);
  if (answer && answer.status < 500) return answer;
  return (await held(path)) ?? (await network) ?? missing();
}

async function missing() {
  return (await held(HELD.missing)) ?? Response.error();
}

// No network at all, so no page of anyone's can be on its way. A server on this very computer needs no network.
function cutOff() {
  return !navigator.onLine && !HELD.here.includes(location.hostname);
}

async function file(request, path) {
  return (HASHED.test(path) && (await held(path))) || first(fetch(request), path);
}

addEventListener("install", (event) => event.waitUntil(take()));
addEventListener("activate", (event) => event.waitUntil(dropEarlier()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && pathname === HELD.exit) event.waitUntil(caches.delete(PLAN));
  else if (request.method === "POST" && pages.has(pathname)) {
    // Behind the form of a page for everyone nothing is kept. Without a signal a page that stands in is the answer, or
    // the page itself; but a slow answer, such as what a search found, is waited for.
    const standsIn = HELD.forms[pathname];
    event.respondWith(first(fetch(request), standsIn ?? pathname, standsIn ? WAIT : LONG));
  } else if (request.method !== "GET") return;
  else if (files.has(pathname)) event.respondWith(file(request, pathname));
  else if (pages.has(pathname)) event.respondWith(first(fetch(request), pathname));
  else if (begins(pathname, HELD.others)) {
    event.respondWith(first(fetch(request), pathname));
    if (isOpened(pathname)) event.waitUntil(keepOpened(pathname));
  } else if (request.mode === "navigate" && cutOff()) event.respondWith(missing());
});
