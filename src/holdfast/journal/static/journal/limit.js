// Says when the time for heavy writing is nearly over (CR-17). Closes nothing and takes no word away: the server leads
// on to the steadying step with the next page, and the form keeps itself as always.

const EARLY = 1; // minutes before the end

for (const line of document.querySelectorAll("[data-limit]")) {
  const minutes = Math.max(Number(line.dataset.limit) - EARLY, 0);
  setTimeout(() => {
    line.hidden = false;
  }, minutes * 60_000);
}
