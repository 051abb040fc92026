// What answers a person after a tool. The same decisions as programme/rules.py, which answers where script is off; a
// test holds the two together. Pure: nothing is read, shown or kept here.

const COME_BACK = "come-back-to-here";
const STRONG = 7;
const ENOUGH = 2;

// given: {before, after} numbers or null, {here, helped, tool} words or "", skip, off (a list), worse (a number).
export function decide(given) {
  const { before, after, here, helped, tool, skip, off, worse } = given;
  const rose = before !== null && after !== null && after > before;
  const wentWorse = !skip && (helped === "worse" || rose);
  const told = !skip && (helped !== "" || after !== null);
  const worseNow = wentWorse ? Math.min(worse + 1, ENOUGH) : told ? 0 : worse;
  const far = !skip && here === "far";
  const goes = tool && !off.includes(tool) && ((far && tool !== COME_BACK) || wentWorse);
  const offNow = goes ? [...off, tool] : off;
  const page = pageOf({ ...given, far, enough: wentWorse && worseNow >= ENOUGH });
  return { page, facts: factsOf(given, page), off: offNow, worse: worseNow };
}

function pageOf({ before, after, helped, tool, skip, off, far, enough }) {
  if (skip) return "plain";
  if (enough) return "enough";
  if (far) return [tool, ...off].includes(COME_BACK) ? "not-yet" : "far";
  if (helped === "worse") return "worse";
  if (before === null || after === null) return "plain";
  if (after === before) return "same";
  return after < before ? "down" : "up";
}

function factsOf({ before, after, here, helped, tool, skip }, page) {
  const strong = !skip && after !== null && after >= STRONG;
  const hard = strong || page === "same" || page === "up" || helped === "same";
  const next = !skip && hard && ["down", "same", "up", "plain"].includes(page);
  const said = before !== null || after !== null || here !== "" || helped !== "";
  const named = { strong, next, keep: !skip && tool !== "" && said, calm: !next, mild: next && !strong };
  return [page, ...Object.keys(named).filter((name) => named[name])];
}
