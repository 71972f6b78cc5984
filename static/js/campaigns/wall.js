// The wall of photos by keyboard: J and K go from one hand-in to the next, A accepts, S goes to the reason. Without this
// the same is done with the buttons of each card.

const cards = [...document.querySelectorAll("[data-card]")];
let current = -1;

function go(step) {
  current = Math.min(cards.length - 1, Math.max(0, current + step));
  cards[current].focus();
  cards[current].scrollIntoView({ block: "nearest" });
}

for (const [place, card] of cards.entries()) {
  card.addEventListener("focusin", () => { current = place; });
  // Enter in the reason sends it back; the first button of the form would accept it.
  card.querySelector("[data-reason]")?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (event.target.value.trim()) card.querySelector("[data-back]").click();
  });
}

document.addEventListener("keydown", (event) => {
  if (!cards.length || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.matches("input, textarea, select")) {
    if (event.key === "Escape") cards[Math.max(current, 0)].focus();
    return;
  }
  const key = event.key.toLowerCase();
  if (key === "j") go(1);
  else if (key === "k") go(-1);
  else if (key === "a" && current >= 0) cards[current].querySelector("[data-accept]")?.click();
  else if (key === "s" && current >= 0) cards[current].querySelector("[data-reason]")?.focus();
  else return;
  event.preventDefault();
});
