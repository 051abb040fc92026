// Words that came by scanning stand behind the # of the address, which no browser sends. They go into the field, and
// out of the address.

const field = document.querySelector("[data-ten-words]");
const given = location.hash.slice(1);

if (field && given) {
  if (!field.value) field.value = given.replaceAll(".", " ");
  history.replaceState(null, "", location.pathname);
}
