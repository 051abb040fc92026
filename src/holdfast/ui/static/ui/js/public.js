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
