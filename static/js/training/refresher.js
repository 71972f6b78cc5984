// A question of the refresher: answered once, then the page with the right answer follows.

import { listen } from "./interactions.js";
import { KINDS } from "./questions.js";

const page = document.querySelector("[data-refresher]");
const question = page.querySelector(".question");
const kind = KINDS[question.dataset.kind];
const csrf = page.querySelector("[name=csrfmiddlewaretoken]").value;
const buttons = [...page.querySelectorAll("[data-check], [data-unknown]")];
const place = question.querySelector("[data-message]");
// One key for this page: the same answer sent twice is one.
const key = crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16)).join("-");
let touched = false;

function message(_question, text) {
  place.textContent = text;
  place.hidden = !text;
}

function take() {
  touched = true;
  message(question, "");
  const clear = question.querySelector("[data-clear]");
  if (clear) clear.hidden = kind.empty(kind.read(question));
}

async function post(address, body) {
  const reply = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify(body),
  });
  const answer = await reply.json();
  if (!reply.ok) throw new Error(answer.reason);
  return answer;
}

const lost = gettext("No connection. Try again when it is back.");
const told = (error) => (error instanceof TypeError || error instanceof SyntaxError ? lost : error.message);

async function send(answer) {
  for (const button of buttons) button.disabled = true;
  try {
    const { next } = await post(page.dataset.answer, { answer, key });
    location.replace(next);
  } catch (error) {
    message(question, told(error));
    for (const button of buttons) button.disabled = false;
  }
}

async function takeHint(button) {
  button.disabled = true;
  const list = question.querySelector("[data-hints]");
  try {
    const { hint } = await post(page.dataset.hint, { shown: list.children.length });
    const line = document.createElement("li");
    line.innerHTML = hint; // cleaned by the server when the question was kept
    list.append(line);
    button.dataset.left = String(Number(button.dataset.left) - 1);
    button.hidden = Number(button.dataset.left) <= 0;
  } catch (error) {
    message(question, told(error));
  } finally { button.disabled = false; }
}

function check() {
  const answer = kind.read(question);
  // What is to be put in order always reads as an order: it counts when the person moved or confirmed it.
  if (kind.empty(answer) || (question.dataset.kind === "ordering" && !touched)) {
    message(question, gettext("Answer first, or say that you do not know."));
    return;
  }
  send(answer);
}

kind.write(question, null);
listen(question, {
  take, message,
  more: (button) => {
    if (!button.matches("[data-take-hint]")) return false;
    takeHint(button);
    return true;
  },
});
page.querySelector("[data-check]").addEventListener("click", check);
page.querySelector("[data-unknown]").addEventListener("click", () => send(null));
question.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) { event.preventDefault(); check(); }
});
