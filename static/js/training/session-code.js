// The screen with the code: the picture of this half minute, and how many are marked.

const EVERY = 5000;
const screen = document.querySelector("[data-present]");
const picture = screen.querySelector("[data-code]");
const count = screen.querySelector("[data-count]");
const address = picture.getAttribute("src");

async function refresh() {
  picture.src = `${address}?${Math.floor(Date.now() / EVERY)}`;
  try {
    const answer = await fetch(screen.dataset.present, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { present, booked } = await answer.json();
    count.textContent = screen.dataset.says.replace("%(present)s", present).replace("%(booked)s", booked);
  } catch {
    // No connection: the next turn tries again, and a code that is old is refused by the server.
  }
}

refresh();
setInterval(refresh, EVERY);
