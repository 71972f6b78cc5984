// The CMS: a text box with formatting says what it is for, a field that is alone in its block too, and a window what is
// chosen in it. Wagtail labels only the hidden field behind the box, and writes a block's name beside its field.

function name(box) {
  const field = box.closest("[data-draftail-editor-wrapper]")?.parentElement.querySelector("[data-draftail-input]");
  const label = field?.id && document.querySelector(`label[for="${field.id}"]`);
  if (label) label.id ||= `${field.id}-label`;
  // A block of its own is named by its heading alone.
  const names = label?.id || box.closest("section[aria-labelledby]")?.getAttribute("aria-labelledby");
  if (names) box.setAttribute("aria-labelledby", names);
}

const ALONE = ".w-panel__content > .w-field__wrapper :is(input:not([type=hidden]), select, textarea):not([aria-labelledby])";

function nameField(field) {
  const heading = field.closest("section[aria-labelledby]")?.getAttribute("aria-labelledby");
  if (heading && !field.labels?.length) field.setAttribute("aria-labelledby", heading);
}

function nameWindow(opened) {
  const heading = opened.querySelector("h1, h2");
  if (!heading) return;
  heading.id ||= "opened-window-title";
  opened.setAttribute("aria-labelledby", heading.id);
}

function all() {
  for (const opened of document.querySelectorAll(".modal[role=dialog]:not([aria-labelledby])")) nameWindow(opened);
  for (const field of document.querySelectorAll(ALONE)) nameField(field);
  for (const box of document.querySelectorAll(".public-DraftEditor-content:not([aria-labelledby])")) name(box);
}

new MutationObserver(all).observe(document, { childList: true, subtree: true });
all();
