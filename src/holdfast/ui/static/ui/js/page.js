// What a signed-in page needs. Each part works alone and none is needed to use the page.

import "./exit.js";
import "./lock.js";
import "./forms.js";
import "./focus.js";

// Most pages draw nothing; those that do say so themselves, or hold a card with a picture in it.
if (document.querySelector("[data-chart]")) import("./chart.js");

// Public pages cannot know who reads them. This tab remembers only how many places its bar had, until Exit.
try {
  sessionStorage.setItem("places", document.querySelectorAll("nav.places a").length);
  // On a shared phone public pages in this tab keep nothing for later either.
  if (document.body.dataset.leave !== undefined) sessionStorage.setItem("leave", "");
} catch {
  // Then public pages simply show no bar.
}
