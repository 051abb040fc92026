// Exit: blank the page, lock on the server, then show a neutral page, in that order (PS-41).
// Loaded on every page. Without it the button is a plain form that ends in the same place.

const WITHIN = 5000;
const PRESSES = 3;
let shifts = [];

export function cover() {
  if (document.querySelector(".cover")) return;
  const sheet = document.createElement("div");
  sheet.className = "cover";
  document.documentElement.append(sheet);
}

export function uncover() {
  document.querySelector(".cover")?.remove();
}

// What this browser holds: the tab's memory and the plan's copy always; every page and the worker where somebody wants
// nothing left. The server's answer clears the same, for browsers that listen to it.
function forget() {
  try {
    const everything = document.body.dataset.leave !== undefined || sessionStorage.getItem("leave") !== null;
    sessionStorage.clear();
    (everything ? clear() : globalThis.caches?.delete("hf-plan"))?.catch(() => {});
  } catch {
    // A browser that refuses storage has nothing to forget.
  }
}

async function clear() {
  const workers = await navigator.serviceWorker.getRegistrations();
  const names = await caches.keys();
  await Promise.all([...workers.map((worker) => worker.unregister()), ...names.map((name) => caches.delete(name))]);
}

export function leave() {
  const door = document.querySelector("form[data-exit]");
  const address = door ? door.action : "/exit";
  document.body.hidden = true;
  cover();
  forget();
  // keepalive lets the request outlive this page; the way out never waits for it.
  fetch(address, { method: "POST", keepalive: true, redirect: "manual" }).catch(() => {});
  location.replace(address);
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-exit]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  leave();
}, { capture: true });

// Shift three times, and no other key between: typing capitals must never close the page. Escape would stop loading.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    shifts = [];
    return;
  }
  if (event.repeat) return;
  const now = performance.now();
  shifts = [...shifts.filter((then) => now - then < WITHIN), now];
  if (shifts.length >= PRESSES) leave();
}, { capture: true });

// A private page never waits in the browser's memory with its words showing, and asks the server again when it comes back.
addEventListener("pagehide", (event) => {
  if (event.persisted && document.body.dataset.private !== undefined) cover();
});
addEventListener("pageshow", (event) => {
  if (!event.persisted || document.body.dataset.private === undefined) return;
  cover();
  location.reload();
});
