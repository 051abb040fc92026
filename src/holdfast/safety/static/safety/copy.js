// The one place that touches the copy of a plan on this phone. It lies in a cache of its own, so that Exit and the
// service worker can drop it without knowing what it holds. Never written without a press.

export const CACHE = "hf-plan";
const ENTRY = "/hf-plan";

export const able = "caches" in globalThis;

export async function held() {
  if (!able || !(await caches.has(CACHE))) return null;
  const found = await (await caches.open(CACHE)).match(ENTRY);
  try {
    return found ? await found.json() : null;
  } catch {
    return null;
  }
}

export async function keep(plan) {
  const cache = await caches.open(CACHE);
  await cache.put(ENTRY, new Response(JSON.stringify(plan), { headers: { "Content-Type": "application/json" } }));
}

export function drop() {
  return able ? caches.delete(CACHE) : Promise.resolve(false);
}
