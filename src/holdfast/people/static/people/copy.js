// A button that copies what stands in the field beside it. Without script the words are selected and copied by hand.

const field = document.querySelector("[data-copy]");
const button = document.querySelector("[data-copy-now]");
const done = document.querySelector("[data-copied]");

if (field && button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      done.hidden = false;
    } catch {
      field.select();
    }
  });
}
