// What the steps of a part for two add when they can: one step a screen, and a turn that can be timed in silence.

import "../ui/js/steps.js";
import "./breathe.js";

for (const turn of document.querySelectorAll("[data-turn]")) {
  const button = turn.querySelector("[data-run]");
  const says = turn.nextElementSibling;
  const start = button.textContent;
  let running;
  button.hidden = false;
  const stop = (words) => {
    clearTimeout(running);
    running = undefined;
    button.textContent = start;
    says.textContent = words;
    says.classList.toggle("visually-hidden", !words);
  };
  button.addEventListener("click", () => {
    if (running) {
      stop("");
      return;
    }
    button.textContent = button.dataset.off;
    running = setTimeout(() => stop(turn.dataset.then), turn.dataset.turn * 1000);
  });
  document.addEventListener("step:here", () => running && stop(""));
}
