// After a tool, inside its own page: "And now?", then what answers it. No number leaves the phone, and it needs no
// signal. The heading of the page changes with what is shown; Back goes one screen back. Without script the forms are
// sent, and the server answers with the same words.

import { moveTo } from "../ui/js/focus.js";
import { decide } from "./after-rules.js";

const ANSWERS = ["before", "after", "here", "helped"];
const waiting = document.querySelector("template[data-after]");
const heading = document.querySelector("h1");
const bar = document.querySelector(".exercise-bar");

// A rating as a number; null for "I can't tell" and for none.
function rating(form, name) {
  const text = form.get(name) ?? "";
  return /^\d+$/.test(text) ? Number(text) : null;
}

function given(begun, told, skip) {
  return {
    tool: begun.get("tool"),
    before: rating(begun, "before"),
    after: rating(told, "after"),
    here: told.get("here") ?? "",
    helped: told.get("helped") ?? "",
    skip,
    off: (begun.get("off") ?? "").split(" ").filter(Boolean),
    worse: Number(begun.get("worse") ?? 0),
  };
}

function put(form, name, value) {
  const field = form.elements.namedItem(name) ?? form.appendChild(document.createElement("input"));
  Object.assign(field, { type: "hidden", name, value });
}

function carry(form, { off, worse }) {
  put(form, "off", off.join(" "));
  put(form, "worse", worse || "");
}

// Show the parts of the answer that hold, and fill in numbers and forms.
function fillIn(answer, told, decided) {
  const numbers = { before: told.before, after: told.after, less: told.before - told.after };
  for (const place of answer.querySelectorAll("[data-fill]")) place.textContent = numbers[place.dataset.fill];
  for (const part of answer.querySelectorAll("[data-when]")) {
    part.hidden = !part.dataset.when.split(" ").some((name) => decided.facts.includes(name));
  }
  for (const form of answer.querySelectorAll("[data-go]")) carry(form, decided);
  for (const form of answer.querySelectorAll("[data-keep]")) {
    for (const name of ["tool", ...ANSWERS]) put(form, name, told[name] ?? "");
    put(form, "once", crypto.getRandomValues(new Uint32Array(4)).join("-"));
  }
  answer.dataset.heading = wordsOf(answer.querySelector("[data-headings]"));
}

// The words of the parts that hold, without those inside a part that does not.
function wordsOf(element) {
  const words = [...element.childNodes].filter((node) => !node.hidden);
  return words.map((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent : wordsOf(node))).join("").trim();
}

function begin() {
  const after = document.adoptNode(waiting.content);
  const far = after.querySelector("[data-far]");
  const screens = Object.fromEntries([...after.querySelectorAll("[data-screen]")].map((one) => [one.dataset.screen, one]));
  screens.tool = document.querySelector("[data-screen=tool]");
  screens.tool.dataset.heading = heading.textContent;
  const [begun, asked] = [document.getElementById("tool"), screens.now.querySelector("form")];
  let shown = screens.tool;

  // One screen at a time is in the page: what waits is neither read aloud nor found. Addresses say nothing tapped.
  function follow() {
    const name = location.hash.slice(1);
    const wanted = ["now", "answer"].includes(name) && screens[name].dataset.heading ? screens[name] : screens.tool;
    if (wanted === shown) return;
    shown.replaceWith(wanted);
    shown = wanted;
    bar.hidden = shown !== screens.tool;
    heading.textContent = shown.dataset.heading;
    moveTo(heading);
    scrollTo({ top: 0 });
  }

  begun.addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = "now";
  });
  asked.addEventListener("submit", (event) => {
    event.preventDefault();
    const told = given(new FormData(begun), new FormData(asked), event.submitter?.name === "skip");
    const decided = decide(told);
    if (decided.page === "far" && far) {
      carry(far, decided);
      document.body.append(far);
      far.requestSubmit();
      return;
    }
    fillIn(screens.answer, told, decided);
    if (location.hash === "#answer") follow();
    location.hash = "answer";
  });
  addEventListener("hashchange", follow);
  follow();
}

if (waiting && heading) begin();

// Where nothing has to be left out, a way on is an ordinary page, which may be held on the phone. Without a signal so
// is every way on: then the list is whole again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-go]") || event.defaultPrevented) return;
  const bare = [...new FormData(form).values()].every((value) => value === "");
  if (!bare && navigator.onLine) return;
  event.preventDefault();
  location.assign(form.action);
});
