// A second press of the same button does nothing. The server refuses doubles too; this spares the wait and the doubt.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented) return;
  form.dataset.sent = "";
  event.submitter?.setAttribute("aria-disabled", "true");
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  }
});
