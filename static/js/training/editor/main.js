// Writing a question in the CMS: fields beside what the learner sees, kept by one request that says what is wrong where.

import { Fields } from "./fields.js";
import { Preview } from "./preview.js";

const form = document.querySelector("[data-question-form]");
const setup = JSON.parse(document.getElementById("question-setup").textContent);
const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
const place = form.querySelector("[data-question-fields]");
const problem = form.querySelector("[data-question-problem]");
const question = setup.body;
let unsaved = false;

const chooser = document.createElement("input");
Object.assign(chooser, { type: "file", accept: "image/jpeg,image/png,image/gif,image/webp", hidden: true });
form.append(chooser);

/** Asks for a picture and keeps it in the bank; null when there is none. */
function upload() {
  return new Promise((done) => {
    chooser.value = "";
    chooser.oncancel = () => done(null);
    chooser.onchange = async () => {
      const data = new FormData();
      data.append("picture", chooser.files[0]);
      try {
        const reply = await fetch(setup.upload, { method: "POST", headers: { "X-CSRFToken": csrf }, body: data });
        const kept = await reply.json();
        if (!reply.ok) { tell(kept.reason); done(null); return; }
        setup.pictures[kept.sha256] = kept.address;
        done(kept);
      } catch {
        tell(gettext("The picture could not be sent. Check the connection and try again."));
        done(null);
      }
    };
    chooser.click();
  });
}

const preview = setup.trial ? new Preview(document.querySelector("[data-question-preview]"), { address: setup.trial, csrf, question }) : null;
const desk = {
  languages: setup.languages, pictures: setup.pictures, question, upload,
  changed() { unsaved = true; preview?.later(); },
};
place.append(...new Fields(desk).draw(setup.fields, question, ""));
preview?.now();

function tell(text) {
  problem.textContent = text;
  problem.hidden = !text;
}

function clear() {
  tell("");
  for (const one of form.querySelectorAll("[data-error], [data-field-error]")) { one.textContent = ""; one.hidden = true; }
}

/** The place of the fault, or of the nearest thing around it. */
function near(path) {
  const parts = path.split(".");
  while (parts.length) {
    const found = [...place.querySelectorAll("[data-path]")].find((one) => one.dataset.path === parts.join("."));
    const error = found?.querySelector("[data-error]");
    if (error) return error;
    parts.pop();
  }
  return null;
}

function show({ body = [], fields = {} }) {
  const shown = [];
  for (const { path, message } of body) {
    const error = path ? near(path) : null;
    if (!error) { tell([problem.textContent, message].filter(Boolean).join(" ")); shown.push(problem); continue; }
    error.textContent = message;
    error.hidden = false;
    for (let around = error.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    shown.push(error);
  }
  for (const [name, messages] of Object.entries(fields)) {
    const error = form.querySelector(`[data-field-error="${name}"]`);
    if (!error) continue;
    error.textContent = messages.join(" ");
    error.hidden = false;
    shown.push(error);
  }
  if (!problem.textContent) tell(gettext("It was not kept. See what is marked below."));
  shown[0]?.scrollIntoView({ block: "center" });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const submit = form.querySelector("[type=submit]");
  const data = new FormData(form);
  data.set("body", JSON.stringify(question));
  data.set("based_on", String(setup.based_on));
  submit.disabled = true;
  clear();
  try {
    const reply = await fetch(setup.save, { method: "POST", headers: { "X-CSRFToken": csrf }, body: data });
    const answer = await reply.json();
    if (reply.ok) { unsaved = false; location.assign(answer.url); return; }
    show(answer);
  } catch {
    tell(gettext("It could not be sent: the connection is gone, or you were signed out. Sign in in another window and try again; nothing is lost."));
  } finally { submit.disabled = false; }
});
form.addEventListener("input", () => { unsaved = true; });
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
