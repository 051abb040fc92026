// The breathing circle: still until chosen. It grows and shrinks where motion is welcome, and always counts in words.
// A soft tone only for whoever asks for it. A step one leaves stops both.

const reduced = matchMedia("(prefers-reduced-motion: reduce)");
const SECOND = 1000;
const [LOW, HIGH] = [174, 220]; // Hz: two soft notes, rising with the breath in, falling with the breath out
const QUIET = 0.05;

class Tone {
  start() {
    this.context ??= new AudioContext();
    this.context.resume();
    this.note = this.context.createOscillator();
    this.level = this.context.createGain();
    this.level.gain.value = 0;
    this.note.frequency.value = LOW;
    this.note.connect(this.level).connect(this.context.destination);
    this.note.start();
  }

  move(inward, seconds) {
    const end = this.context.currentTime + seconds;
    this.note.frequency.linearRampToValueAtTime(inward ? HIGH : LOW, end);
    this.level.gain.linearRampToValueAtTime(inward ? QUIET : 0.0001, end);
  }

  stop() {
    this.note?.stop();
    this.note = undefined;
  }
}

function toggle(button, on) {
  button.dataset.on ??= button.textContent;
  button.textContent = on ? button.dataset.off : button.dataset.on;
  button.setAttribute("aria-pressed", on);
}

function breathing(place) {
  const [inward, outward, times] = place.dataset.breathe.split(" ").map(Number);
  const circle = place.querySelector(".breath");
  const count = place.querySelector("[data-count]");
  const [run, sound] = [place.querySelector("[data-run]"), place.querySelector("[data-sound]")];
  const still = count.textContent;
  const tone = new Tone();
  let timer, moving, heard = false;

  function tick(second) {
    const cycle = inward + outward;
    if (second >= cycle * times) return stop();
    const at = second % cycle;
    const isIn = at < inward;
    count.textContent = `${isIn ? place.dataset.in : place.dataset.out} ${isIn ? at + 1 : at - inward + 1}`;
    if (at === 0 || at === inward) turn(isIn, isIn ? inward : outward);
    timer = setTimeout(tick, SECOND, second + 1);
  }

  function turn(isIn, seconds) {
    if (tone.note) tone.move(isIn, seconds);
    if (reduced.matches) return;
    const scale = isIn ? [0.78, 1] : [1, 0.78];
    moving = circle.animate({ scale }, { duration: seconds * SECOND, easing: "ease-in-out", fill: "forwards" });
  }

  function stop() {
    clearTimeout(timer);
    timer = undefined;
    moving?.cancel();
    tone.stop();
    count.textContent = still;
    toggle(run, false);
  }

  run.addEventListener("click", () => {
    if (timer) return stop();
    toggle(run, true);
    if (heard) tone.start();
    tick(0);
  });
  sound.addEventListener("click", () => {
    heard = !heard;
    toggle(sound, heard);
    if (!heard) tone.stop();
    else if (timer) tone.start();
  });
  for (const leaving of ["hashchange", "pagehide"]) addEventListener(leaving, () => timer && stop());
  place.querySelector("[data-controls]").hidden = false;
}

for (const place of document.querySelectorAll("[data-breathe]")) breathing(place);
