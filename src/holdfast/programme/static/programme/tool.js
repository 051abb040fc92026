// What a tool's page adds when it can: one step a screen, the circle, the pages after it, waiting, copying, reading.

import "../ui/js/steps.js";
import "./after.js";
import "./aloud.js";
import "./breathe.js";

// A wait is an offer: when it is over the line says so, and nothing else happens.
let waiting;
function wait(step) {
  clearTimeout(waiting);
  const line = step?.querySelector("[data-wait]");
  if (!line) return;
  waiting = setTimeout(() => { line.textContent = line.dataset.then; }, line.dataset.wait * 1000);
}
document.addEventListener("step:here", (event) => wait(event.target));
wait(document.querySelector(".step.here"));

// Words to copy: the app sends nothing.
for (const place of document.querySelectorAll("[data-copy]")) {
  const button = place.querySelector("button");
  if (!navigator.clipboard) continue; // then they can be marked by hand
  place.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(place.dataset.copy);
    button.textContent = button.dataset.done;
    document.querySelector("[data-live]").textContent = button.dataset.done;
  });
}
