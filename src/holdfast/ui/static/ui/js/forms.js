// Keep what is being written: a form with data-draft="<address>" posts itself there as the person goes.
// "Saved" is shown only after the server says so; anything else says that the words are still here.

const PAUSE = 1500;

function tell(form, state) {
  for (const line of form.querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== state;
}

function watch(form) {
  let timer = null;
  let sent = new URLSearchParams(new FormData(form)).toString();

  async function save(last = false) {
    clearTimeout(timer);
    const body = new URLSearchParams(new FormData(form));
    const now = body.toString();
    if (now === sent) return;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, keepalive: last, redirect: "manual" });
      if (!answer.ok) throw new Error("not saved");
      sent = now;
      tell(form, "saved");
    } catch {
      tell(form, "unsaved");
    }
  }

  form.addEventListener("input", () => {
    tell(form, "");
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  // What is sent by a press is not sent once more on leaving: it could undo what the press did, such as letting it go.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sent = new URLSearchParams(new FormData(form)).toString();
  });
  form.querySelector("[data-save-again]")?.addEventListener("click", () => save());
  document.addEventListener("visibilitychange", () => document.hidden && save(true));
  document.addEventListener("holdfast:locking", () => save(true));
}

document.querySelectorAll("form[data-draft]").forEach(watch);

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
