// The search page: results follow the typing in the header's field, and the narrowing folds on a phone.

const PAUSE_MS = 220;
const field = document.getElementById("site-q");
let timer = 0;

function ask() {
  const address = new URL(window.location.href);
  address.searchParams.set("q", field.value.trim());
  address.searchParams.delete("page");
  if (address.href === window.location.href) return;
  window.htmx.ajax("GET", address.pathname + address.search, { target: "#results", swap: "innerHTML" });
  window.history.replaceState(window.history.state, "", address);
}

function fold() {
  const narrowing = document.querySelector(".facets-fold");
  if (narrowing && window.matchMedia("(max-width: 991.98px)").matches) narrowing.open = false;
}

if (field) {
  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE_MS);
  });
}
document.addEventListener("htmx:afterSwap", fold);
fold();
