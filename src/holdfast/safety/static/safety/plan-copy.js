// On the public page: show the copy this phone holds, if any, as plain text. Nothing is asked of the server.

import { drop, held } from "./copy.js";

const none = document.querySelector("[data-none]");
const shown = document.querySelector("[data-held]");
const place = document.querySelector("[data-parts]");

function paragraph(text) {
  const lines = document.createElement("p");
  text.split("\n").forEach((line, index) => {
    if (index) lines.append(document.createElement("br"));
    lines.append(line);
  });
  return lines;
}

function section({ title, text }) {
  const part = document.createElement("section");
  part.className = "card";
  const heading = document.createElement("h2");
  heading.textContent = title;
  part.append(heading, paragraph(String(text)));
  return part;
}

const copy = await held();
if (copy?.parts?.length) {
  place.append(...copy.parts.map(section));
  const when = shown.querySelector("[data-when]");
  when.textContent = when.dataset.when.replace("{day}", copy.on);
  shown.hidden = false;
  none.hidden = true;
}

shown.querySelector("[data-drop]").addEventListener("click", async () => {
  await drop();
  place.replaceChildren();
  shown.hidden = true;
  none.hidden = false;
  document.querySelector("[data-gone]").hidden = false;
});
