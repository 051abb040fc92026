// Lock after a while without a person's input (decision 6). The server decides; this only asks in time, so that no
// words stay on a screen somebody has walked away from. Polls never count: only keys, touches, wheels and typing do.

import { cover, uncover } from "./exit.js";

const MINUTE = 60_000;
const { lockAfter, lockTo, keep } = document.body.dataset;
const limit = Number(lockAfter) * 1000;
let lastInput = Date.now();
let lastWord = Date.now(); // when the server last heard of this person
let leaving = false;

function touch() {
  lastInput = Date.now();
}

async function keepAlive() {
  lastWord = Date.now();
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  const body = new URLSearchParams(token ? { csrfmiddlewaretoken: token } : {});
  try {
    const answer = await fetch(keep, { method: "POST", body, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 403) away();
  } catch {
    // No signal: the words on the screen stay, and the server locks by its own clock.
  }
}

function away() {
  if (leaving) return;
  leaving = true;
  document.dispatchEvent(new Event("holdfast:locking"));
  cover();
  location.replace(lockTo);
}

function look() {
  const now = Date.now();
  if (now - lastInput >= limit) away();
  else if (keep && lastInput > lastWord && now - lastWord >= MINUTE) keepAlive();
}

if (limit > 0 && lockTo) {
  for (const kind of ["keydown", "pointerdown", "wheel", "touchmove", "input"]) {
    addEventListener(kind, touch, { passive: true, capture: true });
  }
  // Date.now, not a timer, measures the wait: timers stand still while a phone sleeps.
  setInterval(look, Math.min(5000, limit / 4));
  document.addEventListener("visibilitychange", () => document.hidden || look());
}

// Cover the page while it is out of sight: another tab, another app, the picture in the app switcher (PS-48).
// Best effort: a phone may take its picture first, and the page on staying hidden says so.

document.addEventListener("visibilitychange", () => {
  if (document.hidden) cover();
  else uncover();
});
