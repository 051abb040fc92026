// On the private page of the plan: keep a copy on this phone, renew it or take it off, each at the person's own press.
// Where the phone is shared there is no offer, and a copy that somebody left here goes.

import { able, drop, held, keep } from "./copy.js";

const card = document.querySelector("[data-copy-card]");
const plan = document.querySelector("[data-plan]");

function written() {
  const parts = [...plan.querySelectorAll("[data-part]")].map((part) => ({
    title: part.querySelector("h2").textContent,
    text: part.querySelector("[data-text]").innerText,
  }));
  return { on: plan.dataset.on, parts };
}

function tell(state) {
  for (const line of card.querySelectorAll("[data-copy]")) line.hidden = line.dataset.copy !== state;
  card.querySelector("[data-copy-keep]").hidden = state === "same";
  card.querySelector("[data-copy-drop]").hidden = state === "none" || state === "failed";
}

async function look() {
  const copy = await held();
  tell(!copy ? "none" : JSON.stringify(copy) === JSON.stringify(written()) ? "same" : "older");
}

if (document.querySelector("[data-copy-never]")) drop();

if (card && plan && able) {
  card.hidden = false;
  card.querySelector("[data-copy-keep]").addEventListener("click", () => {
    keep(written()).then(look, () => tell("failed"));
  });
  card.querySelector("[data-copy-drop]").addEventListener("click", () => drop().then(look));
  look();
}

document.querySelector("[data-copy-ends]")?.addEventListener("submit", () => { drop(); });
