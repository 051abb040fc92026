// Ask once a minute what has changed, on a page that is open and in sight. No act of the person's: the server does not
// count it. Own script instead of hx-trigger, since a part is put in place only when its words have changed: a swap
// would take focus, and a screen reader would say it each time.

const EVERY = 45_000;
const part = document.querySelector("[data-now]");

function words(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}

async function look() {
  if (document.hidden || document.querySelector(".cover")) return;
  const sheet = document.createElement("template");
  try {
    const answer = await fetch(part.dataset.now, { redirect: "manual", cache: "no-store" });
    if (!answer.ok) {
      location.reload(); // locked, signed out or over meanwhile: the page itself says so, and holds no words any more
      return;
    }
    sheet.innerHTML = await answer.text();
  } catch {
    return; // no signal: the next turn asks again
  }
  if (words(sheet.content) === words(part)) return;
  part.replaceChildren(sheet.content);
  const live = document.querySelector("[data-live]");
  if (live) live.textContent = part.querySelector("h1, h2")?.textContent.trim() ?? "";
}

if (part) setInterval(look, EVERY);
