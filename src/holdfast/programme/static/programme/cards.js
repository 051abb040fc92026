// One's own words on a card: they stay in this page.

const own = document.querySelector("[data-own]");
const field = document.getElementById("own-words");

function mirror() {
  for (const place of document.querySelectorAll("[data-words]")) place.textContent = field.value;
}

if (own && field) {
  own.hidden = false;
  field.addEventListener("input", mirror);
  addEventListener("pageshow", mirror);
}
