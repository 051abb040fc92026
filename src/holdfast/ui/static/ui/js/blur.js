// Cover the page while it is out of sight: another tab, another app, the picture in the app switcher (PS-48).
// Best effort: a phone may take its picture first, and the page on staying hidden says so.

import { cover, uncover } from "./exit.js";

document.addEventListener("visibilitychange", () => {
  if (document.hidden) cover();
  else uncover();
});
