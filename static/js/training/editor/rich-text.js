// A text with simple marks: bold, italics, sub- and superscript, lists, pictures. What comes out is cleaned by the
// server; what is pasted comes in as plain text.

import { button, make } from "./dom.js";

const MARKS = [
  ["bold", "B", () => gettext("Bold")],
  ["italic", "I", () => gettext("Italic")],
  ["subscript", "x₂", () => gettext("Subscript")],
  ["superscript", "x²", () => gettext("Superscript")],
  ["insertUnorderedList", "•", () => gettext("List")],
];
const MEDIA = /media:([0-9a-f]{64})/g;

/** An editable box. `pictures` gives addresses by SHA-256; `upload()` a promise of {sha256, address} or null. */
export function richText({ html, label, lang, tall, pictures, upload, onChange }) {
  const box = make("div", {
    className: `question-rich${tall ? " is-tall" : ""}`, contentEditable: "true", lang,
    aria: { label, multiline: "true" },
    on: { input: changed, paste: pasteAsText },
  });
  box.setAttribute("role", "textbox");
  // The text was cleaned when it was kept.
  box.innerHTML = html.replace(MEDIA, (whole, sha256) => pictures[sha256] ?? whole);
  for (const image of box.querySelectorAll("img")) remember(image);

  function remember(image) {
    const known = Object.entries(pictures).find(([, address]) => address === image.getAttribute("src"));
    if (known) image.dataset.sha256 = known[0];
  }

  function changed() { onChange(read()); }

  function read() {
    const copy = box.cloneNode(true);
    for (const image of copy.querySelectorAll("img")) {
      if (image.dataset.sha256) image.setAttribute("src", `media:${image.dataset.sha256}`);
      image.removeAttribute("data-sha256");
    }
    const text = copy.innerHTML.replace(/^(<br>|\s)+|(<br>|\s|&nbsp;)+$/g, "");
    return text;
  }

  function pasteAsText(event) {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  }

  const bar = make("div", { className: "question-marks", aria: { label: gettext("Marks") } });
  bar.setAttribute("role", "group");
  for (const [command, sign, name] of MARKS) {
    bar.append(button(sign, () => { box.focus(); document.execCommand(command); changed(); }, {
      className: "question-mark", title: name(), ariaLabel: `${sign} ${name()}`,
    }));
  }
  bar.append(button("▣", async () => {
    const kept = await upload();
    if (!kept) return;
    const alt = window.prompt(gettext("What does the picture show, in words?")) ?? "";
    const image = make("img", { src: kept.address, alt, data: { sha256: kept.sha256 } });
    box.append(image);
    changed();
  }, { className: "question-mark", title: gettext("Picture"), ariaLabel: gettext("Picture") }));
  // A press on the bar keeps the place in the text.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  return make("div", { className: "question-text", lang }, bar, box);
}
