// A film of a lesson: goes on where one stopped, reports what was really played, seeks by chapter.

const box = document.querySelector("[data-film]");
const film = box.querySelector("video");
const state = box.querySelector("[data-state]");
const csrf = box.querySelector("[name=csrfmiddlewaretoken]").value;
const known = JSON.parse(document.getElementById("watched").textContent) ?? {};
const REPORT_MS = 10000;
let reported = "";

// Who comes by a link to a place in the film (#t=65, as search gives it) begins there.
const wanted = /^#t=(\d{1,5})$/.exec(location.hash);
if (wanted) known.at = Number(wanted[1]);

function begin() {
  if (known.at && known.at < film.duration - 5) film.currentTime = known.at;
  show(known.share ?? 0);
}
// Recorders of screens and browsers write no length: a browser finds it when it is sent beyond the end.
const BEYOND = 1e9;
let measuring = false;
film.addEventListener("loadedmetadata", () => {
  measuring = !Number.isFinite(film.duration);
  if (measuring) film.currentTime = BEYOND; else begin();
});
film.addEventListener("durationchange", () => {
  if (!measuring || !Number.isFinite(film.duration)) return;
  measuring = false;
  film.currentTime = 0;
  begin();
});
for (const button of box.querySelectorAll("[data-seek]")) {
  button.addEventListener("click", () => { film.currentTime = Number(button.dataset.seek); film.play(); });
}
film.addEventListener("pause", () => send());
film.addEventListener("ended", () => send());
addEventListener("pagehide", () => send(true));
setInterval(() => { if (!film.paused) send(); }, REPORT_MS);

// The address of the film lives for a short time only: when it has died, ask for another and go on.
let renewed = 0;
film.addEventListener("error", () => {
  if (performance.now() - renewed < 10000) return;
  renewed = performance.now();
  known.at = film.currentTime;
  film.load();
});

function show(share, done = false) {
  state.textContent = done
    ? gettext("Watched. This lesson is done.")
    : interpolate(gettext("%s watched"), [`${Math.floor(share * 100)} %`]);
}

async function send(leaving = false) {
  if (!box.dataset.report || !Number.isFinite(film.duration)) return;
  const ranges = [];
  for (let n = 0; n < film.played.length; n++) ranges.push([film.played.start(n), film.played.end(n)]);
  const body = JSON.stringify({ ranges, at: film.currentTime, length: film.duration });
  if (body === reported || !ranges.length) return;
  try {
    const reply = await fetch(box.dataset.report, {
      method: "POST", keepalive: leaving, body,
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    });
    if (!reply.ok) throw new Error(String(reply.status));
    const answer = await reply.json();
    reported = body;
    show(answer.share, answer.done);
    if (answer.done && document.querySelector("[data-after-waits]")) location.reload();
  } catch { state.textContent = gettext("No connection. What you watch is reported when it is back."); }
}
