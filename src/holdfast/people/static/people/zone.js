// Fills in the time zone this device uses, so that nobody has to know its name. Without script a plain list asks.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll("[data-zone]")) {
  if (field.tagName === "SELECT") {
    const known = [...field.options].some((option) => option.value === zone);
    if (known && field.dataset.zone === "guess") field.value = zone;
  } else {
    field.value = zone ?? "";
  }
}
