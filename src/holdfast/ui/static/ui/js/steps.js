// One step a screen. The address carries the step (#step-2), so Back goes one step back; without script all steps
// stand on one page, and every link still leads to its place.

const list = document.querySelector("[data-steps]");
const steps = list ? [...list.querySelectorAll(".step")] : [];
const dots = document.querySelector("[data-dots]");

function show(place, focus) {
  for (const step of steps) step.classList.toggle("here", step === steps[place]);
  list.classList.toggle("begun", place > 0);
  for (const first of document.querySelectorAll("[data-first-step]")) first.hidden = place > 0;
  if (dots) {
    dots.hidden = false;
    dots.setAttribute("aria-label", dots.dataset.words.replace("{n}", place + 1).replace("{of}", steps.length));
    [...dots.children].forEach((dot, index) => dot.classList.toggle("on", index <= place));
  }
  steps[place].dispatchEvent(new CustomEvent("step:here", { bubbles: true }));
  if (focus) {
    steps[place].tabIndex = -1;
    steps[place].focus({ preventScroll: true });
  }
  scrollTo({ top: 0 });
}

function follow(focus) {
  const place = steps.findIndex((step) => `#${step.id}` === location.hash);
  if (place >= 0) show(place, focus);
  else if (!location.hash || !list.querySelector(".here")) show(0, focus);
}

if (steps.length) {
  list.classList.add("stepping");
  follow(false);
  addEventListener("hashchange", () => follow(true));
  // "Go on" in a panel (Wait, Lighter) comes back to the step one was on.
  for (const link of document.querySelectorAll("[data-resume]")) {
    link.addEventListener("click", () => { link.href = `#${list.querySelector(".here").id}`; });
  }
}
