// Read aloud, for whoever finds reading hard: only when pressed, and only by a voice that lives on this phone, so that
// no word goes anywhere.

const place = document.querySelector("[data-aloud]");
const button = place?.querySelector("button");
const language = document.documentElement.lang.slice(0, 2);

function voice() {
  return speechSynthesis.getVoices().find((one) => one.localService && one.lang.startsWith(language));
}

function words() {
  const step = document.querySelector(".step.here") ?? document.getElementById("step-1");
  const lines = [...(step?.querySelectorAll("h2, p.large, p, blockquote") ?? [])];
  return lines.filter((line) => line.checkVisibility()).map((line) => line.textContent.trim()).join(" ");
}

function mark(on) {
  button.dataset.on ??= button.textContent;
  button.textContent = on ? button.dataset.off : button.dataset.on;
  button.setAttribute("aria-pressed", on);
}

function stop() {
  speechSynthesis.cancel();
  mark(false);
}

function read() {
  const told = new SpeechSynthesisUtterance(words());
  told.voice = voice();
  told.lang = told.voice.lang;
  told.rate = 0.9;
  told.onend = () => mark(false);
  mark(true);
  speechSynthesis.speak(told);
}

if (button && "speechSynthesis" in globalThis) {
  const offer = () => { place.hidden = !voice(); };
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  button.addEventListener("click", () => (button.ariaPressed === "true" ? stop() : read()));
  for (const leaving of ["hashchange", "pagehide"]) addEventListener(leaving, () => button.ariaPressed === "true" && stop());
}
