// The month by keyboard: Page Up and Page Down turn it, as in other calendars; everything else is a link already.

const turns = { PageUp: "prev", PageDown: "next" };

document.addEventListener("keydown", (event) => {
  const rel = turns[event.key];
  if (!rel || event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select")) return;
  if (!event.target.closest("[data-month]")) return;
  event.preventDefault();
  document.querySelector(`.month-turn a[rel="${rel}"]`)?.click();
});
