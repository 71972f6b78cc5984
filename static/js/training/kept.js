// A page that is shown from the device: where the network stands, what was done here, and sending it.

import { allDone, dropCourse, keptCourses, noteDone, sendDone } from "./keeping.js";

const main = document.querySelector("[data-kept]");
const sending = document.querySelector("[data-sending]");
const network = document.querySelector("[data-network]");
const lesson = document.querySelector("[data-lesson]");
const shelf = document.querySelector("[data-shelf]");
const SAID = { sent: "sent", waits: "notOpen", "signed-out": "signedOut", offline: "waiting" };

function connection() {
  network.textContent = navigator.onLine ? network.dataset.online : network.dataset.offline;
  network.classList.toggle("late", !navigator.onLine);
}

async function send() {
  connection();
  const outcome = await sendDone();
  main.dataset.outcome = outcome;
  sending.textContent = sending.dataset[SAID[outcome]] ?? "";
}

async function shown() {
  const own = (await allDone()).some((one) => one.key === lesson.dataset.key && one.lesson === lesson.dataset.lesson);
  const done = own || "isDone" in lesson.dataset;
  lesson.querySelector("[data-is-done-mark]").hidden = !done;
  const button = lesson.querySelector("[data-done]");
  if (button) button.hidden = done;
}

async function list() {
  const done = new Set((await allDone()).map((one) => one.key + one.lesson));
  const courses = await keptCourses();
  document.querySelector("[data-none]").hidden = courses.length > 0;
  shelf.replaceChildren(...courses.map((course) => {
    const part = document.createElement("section");
    const title = document.createElement("h2");
    title.className = "h5";
    title.textContent = course.title;
    const lessons = document.createElement("ul");
    for (const one of course.lessons) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = one.url;
      link.textContent = one.title;
      item.append(link, done.has(course.key + one.id) ? ` (${shelf.dataset.done})` : "");
      lessons.append(item);
    }
    const button = document.createElement("button");
    button.className = "btn btn-sm btn-outline-secondary";
    button.textContent = shelf.dataset.remove;
    button.addEventListener("click", async () => { await dropCourse(course.key); await list(); });
    part.append(title, lessons, button);
    return part;
  }));
}

/** What is said in a film, as text. */
async function captions(box) {
  const text = await (await fetch(box.dataset.captions)).text();
  const blocks = text.replaceAll("\r\n", "\n").split(/\n\s*\n/).filter((block) => block.includes(" --> "));
  for (const block of blocks) {
    const line = document.createElement("p");
    line.textContent = block.split("\n").slice(block.split("\n").findIndex((one) => one.includes(" --> ")) + 1)
      .join(" ").replace(/<[^>]*>/g, "");
    box.append(line);
  }
}

lesson?.querySelector("[data-done]")?.addEventListener("click", async () => {
  await noteDone(lesson.dataset.key, lesson.dataset.lesson);
  await send();
  await shown();
  lesson.querySelector("[data-after]")?.click();
});
addEventListener("online", send);
addEventListener("offline", connection);
if (lesson) shown();
if (shelf) list();
for (const box of document.querySelectorAll("[data-captions]")) captions(box);
send();
