// Ask once a minute what has changed, on a page that is open and in sight. No act of the person's: the server does not
// count it. Own script instead of hx-trigger, since a part is put in place only when its words have changed: a swap
// would take focus, and a screen reader would say it each time.

const EVERY = 45_000;
const part = document.querySelector("[data-now]");

function words(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}

function put(told) {
  if (words(told) === words(part)) return;
  part.replaceChildren(...told.childNodes);
  const live = document.querySelector("[data-live]");
  if (live) live.textContent = part.querySelector("h1, h2")?.textContent.trim() ?? "";
}

function look() {
  if (document.hidden || document.querySelector(".cover")) return;
  // The browser itself reads the answer as a document: no markup is made from text here.
  const asked = new XMLHttpRequest();
  asked.open("GET", part.dataset.now);
  asked.responseType = "document";
  asked.addEventListener("load", () => {
    const here = new URL(asked.responseURL).pathname === part.dataset.now;
    if (here && asked.status === 200 && asked.response) put(asked.response.body);
    else location.reload(); // locked, signed out or over meanwhile: the page itself says so, and holds no words any more
  });
  asked.send(); // no signal: the next turn asks again
}

if (part) setInterval(look, EVERY);
