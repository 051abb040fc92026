// After moving inside the app the heading takes focus, because every page has the same title (decision 30).
// A first visit is left alone, so that Exit stays the first stop of the Tab key.

function heading(root) {
  return root.querySelector("[data-focus]") ?? root.querySelector("h1, h2");
}

function inside() {
  // The entry one came from is told only within the same site; its address never is, as we send no referrer.
  const { from, navigationType } = globalThis.navigation?.activation ?? {};
  return Boolean(from) && (navigationType === "push" || navigationType === "replace");
}

export function moveTo(element) {
  if (!element) return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

const wrong = document.querySelector(".errors[data-focus]");
if (wrong) moveTo(wrong);
else if (!location.hash && !document.querySelector("[autofocus]") && inside()) moveTo(document.querySelector("h1"));

// htmx: one live region for the whole page says the new heading; focus goes to it.
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target ?? event.target;
  if (target?.closest?.("[data-quiet]")) return; // a part that keeps itself up to date, which nobody asked for just now
  const place = target?.querySelector ? heading(target) : null;
  if (!place) return;
  moveTo(place);
  const live = document.querySelector("[data-live]");
  if (live) live.textContent = place.textContent.trim();
});
