// The reader in the browser. Every page works without it; with it, pages turn without a reload.

import { Outline } from "./reader/outline.js";
import { Thumbnails } from "./reader/thumbnails.js";
import { layText } from "./reader/text.js";
import { Turning } from "./reader/turning.js";
import { Zoom } from "./reader/zoom.js";
import { bindKeys } from "./reader/keys.js";
import { bindTouch } from "./reader/touch.js";
import { bindTools, toast } from "./reader/tools.js";

const reader = document.getElementById("reader");
const contents = loadOnce(reader.dataset.contents);
const outline = new Outline(document.getElementById("reader-outline"), reader, contents);
const thumbnails = new Thumbnails(document.getElementById("reader-thumbs"), reader, contents);
const zoom = new Zoom(reader);
const turning = new Turning(reader, { arrived, failed: () => toast("failed") });
const tools = bindTools(reader, { turning, zoom, outline, thumbnails });
bindKeys({ turning, zoom, tools });
bindTouch(reader, { turning, zoom });
arrived();

function arrived() {
  const stage = document.getElementById("reader-stage");
  const number = Number(stage.dataset.number);
  layText(stage);
  zoom.apply();
  outline.mark(number);
  thumbnails.mark(number);
  for (const hit of document.querySelectorAll(".reader-hits a")) {
    hit.classList.toggle("is-current", Number(hit.dataset.number) === number);
  }
  document.querySelector(".reader-mark")?.scrollIntoView({ block: "center", inline: "nearest" });
  turning.fetchAhead(stage);
}

// The outline and labels: one request, when first asked for.
function loadOnce(address) {
  let promise;
  return () => {
    promise ??= fetch(address, { headers: { Accept: "application/json" } }).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
    promise.catch(() => { promise = undefined; });
    return promise;
  };
}
