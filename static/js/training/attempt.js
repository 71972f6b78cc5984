// Taking an attempt: one question at a time on the screen, each change saved, the server's clock.

import { handIn } from "./files.js";
import { listen } from "./interactions.js";
import { KINDS } from "./questions.js";
import { Saver } from "./saving.js";

const page = document.querySelector("[data-attempt]");
const questions = [...page.querySelectorAll(".question")];
const steps = [...page.querySelectorAll("[data-step]")];
const csrf = page.querySelector("[name=csrfmiddlewaretoken]").value;
const oneByOne = steps.length === 0;
const answers = new Map();
let leaving = false;

// The page's own clock may be wrong or set wrong: only the time since it was served counts.
const served = Date.parse(page.dataset.now);
const since = performance.now();
const serverNow = () => served + performance.now() - since;

const saver = new Saver({ attempt: page.dataset.attempt, csrf, report });

function report({ state, at, reason }) {
  const place = page.querySelector("[data-saved]");
  const words = {
    saving: gettext("Saving…"),
    saved: at ? interpolate(gettext("Saved at %s"), [new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })]) : gettext("Saved"),
    offline: gettext("No connection. Your answers are kept on this device and sent when it is back."),
    "signed-out": gettext("You were signed out. Sign in in another window; your answers are kept."),
    refused: reason,
    stopped: reason,
  };
  if (place.dataset.state === state && state !== "saved") return;
  place.dataset.state = state;
  place.textContent = words[state];
}

function show(position, { focus = true } = {}) {
  if (oneByOne) return;
  for (const question of questions) question.hidden = question.dataset.position !== String(position);
  for (const step of steps) {
    if (step.dataset.step === String(position)) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
  }
  const at = questions.findIndex((question) => !question.hidden);
  page.querySelector("[data-turn='-1']").disabled = at === 0;
  page.querySelector("[data-turn='1']").hidden = at === questions.length - 1;
  if (focus) { questions[at].focus({ preventScroll: true }); page.scrollIntoView({ block: "start" }); }
}

function showAnswered(position) {
  const question = questions.find((one) => Number(one.dataset.position) === position);
  const done = !KINDS[question.dataset.kind].empty(answers.get(position));
  const step = steps.find((one) => Number(one.dataset.step) === position);
  step?.classList.toggle("is-answered", done);
  const clear = question.querySelector("[data-clear]");
  if (clear) clear.hidden = !done;
}

function message(question, text) {
  const place = question.querySelector("[data-message]");
  place.textContent = text;
  place.hidden = !text;
}

function take(question) {
  const position = Number(question.dataset.position);
  const answer = KINDS[question.dataset.kind].read(question);
  answers.set(position, answer);
  showAnswered(position);
  message(question, "");
  saver.save(position, answer);
}

/** The fields that were filled in before this script was there: the page is served with all of them empty. */
function filledEarly(question) {
  const fields = [...question.querySelectorAll("input, select, textarea")];
  return fields.filter((field) => (field.matches("[type=radio], [type=checkbox]") ? field.checked : field.type !== "file" && field.value));
}

/** Shows `answer`, and above it what was filled in early, which is an answer like any other. */
function showAll(question, kind, answer) {
  const early = filledEarly(question).map((field) => [field, field.value, field.checked]);
  kind.write(question, answer);
  for (const [field, value, checked] of early) { field.value = value; field.checked = checked; }
  if (early.length) take(question);
}

function close(question) {
  for (const field of question.querySelectorAll("input, select, textarea, button")) field.disabled = true;
}

for (const question of questions) {
  const position = Number(question.dataset.position);
  const kind = KINDS[question.dataset.kind];
  let answer = JSON.parse(document.getElementById(`answer-${position}`).textContent);
  const unsent = saver.add(position, question.dataset.save, Number(question.dataset.sequence), {
    onChanged: (latest, reason) => {
      answers.set(position, latest);
      kind.write(question, latest);
      showAnswered(position);
      message(question, `${reason} ${gettext("This is the newer one; change it if it is not what you want.")}`);
    },
    onRefused: (why, reason) => {
      message(question, reason);
      if (why !== "invalid") close(question);
    },
  });
  if (unsent !== undefined) answer = unsent;
  answers.set(position, answer);
  showAll(question, kind, answer);
  showAnswered(position);
  listen(question, {
    take, message,
    more: (button) => {
      if (!button.matches("[data-take-hint]")) return false;
      takeHint(question, button);
      return true;
    },
  });
  handIn(question, { csrf, take, message });
}

async function takeHint(question, button) {
  const position = Number(question.dataset.position);
  button.disabled = true;
  try {
    await saver.settled();
    const key = `hint-${position}-${question.querySelectorAll("[data-hints] li").length + 1}-${page.dataset.attempt}`;
    const reply = await fetch(question.dataset.hint, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify({ key }),
    });
    const answer = await reply.json();
    if (!reply.ok) { message(question, answer.reason); return; }
    saver.moved(position, answer.sequence);
    const line = document.createElement("li");
    line.innerHTML = answer.hint; // cleaned by the server when the question was kept
    question.querySelector("[data-hints]").append(line);
    button.dataset.left = String(Number(button.dataset.left) - 1);
    button.hidden = Number(button.dataset.left) <= 0;
  } catch {
    message(question, gettext("The hint could not be fetched. Check the connection and try again."));
  } finally { button.disabled = false; }
}

// Moving between questions.
for (const step of steps) step.addEventListener("click", (event) => { event.preventDefault(); show(step.dataset.step); });
for (const turn of page.querySelectorAll("[data-turn]")) {
  turn.addEventListener("click", () => {
    const at = questions.findIndex((question) => !question.hidden);
    const next = questions[at + Number(turn.dataset.turn)];
    if (next) show(next.dataset.position);
  });
}
for (const link of page.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    flush();
    try { await saver.settled(); } catch { /* the page that follows says what is over */ }
    leaving = true;
    location.assign(link.href);
  });
}

/** Take what is being typed now, without waiting for the pause. */
function flush() {
  const field = document.activeElement;
  const question = field?.closest?.(".question");
  if (question && field.matches("[data-typed], [data-gap]")) take(question);
}

// Handing in: only when everything has reached the server.
const form = page.querySelector("[data-hand-in]");
page.querySelector("#hand-in").addEventListener("show.bs.modal", () => {
  flush();
  const open = questions.filter((question) => KINDS[question.dataset.kind].empty(answers.get(Number(question.dataset.position)))).length;
  page.querySelector("[data-summary]").textContent = open
    ? interpolate(ngettext("%s question is not answered.", "%s questions are not answered.", open), [open])
    : gettext("All questions are answered.");
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try { await saver.settled(); } catch { /* handing in shows the result that there is */ }
  leaving = true;
  form.submit();
});
addEventListener("beforeunload", (event) => { if (!leaving && saver.unsaved) event.preventDefault(); });

// The clock.
const face = page.querySelector("[data-clock-face]");
const itemFace = page.querySelector("[data-item-clock]");
const deadline = Date.parse(page.dataset.deadline ?? "");
const itemDeadline = Date.parse(page.dataset.itemDeadline ?? "");

function left(until) {
  const seconds = Math.max(0, Math.ceil((until - serverNow()) / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const two = (number) => String(number).padStart(2, "0");
  return { seconds, text: hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}` };
}

async function tick() {
  if (deadline) {
    const { seconds, text } = left(deadline);
    face.textContent = text;
    face.parentElement.classList.toggle("is-short", seconds <= 60);
    if (seconds === 0 && !leaving) {
      flush();
      leaving = true;
      for (const question of questions) close(question);
      try { await Promise.race([saver.settled(), new Promise((done) => setTimeout(done, 8000))]); } catch { /* over */ }
      form.submit();
      return;
    }
  }
  if (itemDeadline) {
    const { seconds, text } = left(itemDeadline);
    itemFace.textContent = interpolate(gettext("%s for this question"), [text]);
    if (seconds === 0) { flush(); for (const question of questions) close(question); }
  }
  setTimeout(tick, 500);
}
if (deadline || itemDeadline) tick();

const wanted = questions.find((question) => `#${question.id}` === location.hash);
const firstOpen = questions.find((question) => KINDS[question.dataset.kind].empty(answers.get(Number(question.dataset.position))));
if (!oneByOne) show((wanted ?? firstOpen ?? questions[0]).dataset.position, { focus: false });
