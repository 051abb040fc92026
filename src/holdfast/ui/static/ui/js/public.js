// What a public page adds when it can: the hour and weekday by the phone's own clock, and the bar of places in a tab
// where somebody is signed in. Nothing is read from or sent to the server, so the page stays the same for all.

import "./exit.js";
import "./focus.js";

const now = new Date();

// From 22:00 to 6:00 the first line knows that it is late (storyboard N1).
const late = now.getHours() >= 22 || now.getHours() < 6;
for (const line of document.querySelectorAll("[data-hour]")) line.hidden = (line.dataset.hour === "late") !== late;

const language = document.documentElement.lang || "en";
for (const line of document.querySelectorAll("[data-weekday]")) {
  const day = new Intl.DateTimeFormat(language, { weekday: "long" }).format(now);
  line.textContent = line.dataset.weekday.replace("{weekday}", day);
}
for (const line of document.querySelectorAll("[data-date]")) {
  line.textContent = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" }).format(now);
}

// A link to one door of Help opens that door, also where the browser does not do it by itself.
function openDoor() {
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  let door = target?.closest("details");
  for (; door; door = door.parentElement.closest("details")) door.open = true;
  target?.scrollIntoView();
}
openDoor();
addEventListener("hashchange", openDoor);

try {
  const places = Number(sessionStorage.getItem("places"));
  const bar = document.querySelector("nav.places[hidden]");
  if (places && bar) {
    bar.hidden = false;
    bar.querySelector("[data-place=us]")?.toggleAttribute("hidden", places < 5);
  }
} catch {
  // No storage, no bar.
}

// Ask the browser to keep public pages for when there is no signal; web/worker.js says which, and what it does then.
// Not in a tab where somebody is signed in on a shared phone, or wants nothing left here.
const address = document.body.dataset.worker;

function mayStay() {
  try {
    return sessionStorage.getItem("leave") === null;
  } catch {
    return false; // a browser that refuses storage is taken at its word
  }
}

async function register() {
  // Trusted Types let this one address be run as a worker and no other.
  const rules = globalThis.trustedTypes?.createPolicy("worker", { createScriptURL: () => address });
  const script = rules ? rules.createScriptURL("") : address;
  try {
    await navigator.serviceWorker.register(script, { scope: "/", updateViaCache: "none" });
  } catch {
    // A private window, or a browser told to keep nothing: the pages work by signal alone.
  }
}

// After everything the page itself needs, so that a first visit is not made slower.
if (address && navigator.serviceWorker && mayStay()) addEventListener("load", register);
