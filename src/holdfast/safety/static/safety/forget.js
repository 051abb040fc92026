// Ticks are for the moment: none is there when the page is left, and none when it is come back to.

function forget() {
  for (const tick of document.querySelectorAll("input[type=checkbox]")) tick.checked = false;
}

addEventListener("pagehide", forget);
addEventListener("pageshow", forget);
