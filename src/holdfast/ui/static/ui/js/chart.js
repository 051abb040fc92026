// Read a chart point by point: with the arrow keys, or by pointing. The same words stand in the table below it.

for (const chart of document.querySelectorAll("[data-chart]")) {
  chart.tabIndex = 0;
  const dots = [...chart.querySelectorAll("[data-say]")];
  const read = chart.querySelector("[data-read]");
  let place = -1;

  function say(next) {
    dots[place]?.classList.remove("lit");
    place = Math.max(0, Math.min(dots.length - 1, next));
    dots[place].classList.add("lit");
    read.textContent = dots[place].dataset.say;
  }

  chart.addEventListener("keydown", (event) => {
    const moves = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: dots.length - 1 };
    if (!dots.length || !(event.key in moves)) return;
    event.preventDefault();
    say(moves[event.key]);
  });
  chart.addEventListener("pointermove", (event) => {
    let best = -1;
    let least = 24; // px: nearer than half a thumb
    dots.forEach((dot, index) => {
      const box = dot.getBoundingClientRect();
      const far = Math.hypot(box.x + box.width / 2 - event.clientX, box.y + box.height / 2 - event.clientY);
      if (far < least) [best, least] = [index, far];
    });
    if (best >= 0 && best !== place) say(best);
  });
}
