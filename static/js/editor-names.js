// The CMS: a text box with formatting says what it is for, and a window what is chosen in it. Wagtail labels only the
// hidden field behind the box.

function name(box) {
  const field = box.closest("[data-draftail-editor-wrapper]")?.parentElement.querySelector("[data-draftail-input]");
  const label = field?.id && document.querySelector(`label[for="${field.id}"]`);
  if (label) label.id ||= `${field.id}-label`;
  // A block of its own is named by its heading alone.
  const names = label?.id || box.closest("section[aria-labelledby]")?.getAttribute("aria-labelledby");
  if (names) box.setAttribute("aria-labelledby", names);
}

function nameWindow(opened) {
  const heading = opened.querySelector("h1, h2");
  if (!heading) return;
  heading.id ||= "opened-window-title";
  opened.setAttribute("aria-labelledby", heading.id);
}

function all() {
  for (const opened of document.querySelectorAll(".modal[role=dialog]:not([aria-labelledby])")) nameWindow(opened);
  for (const box of document.querySelectorAll(".public-DraftEditor-content:not([aria-labelledby])")) name(box);
}

new MutationObserver(all).observe(document, { childList: true, subtree: true });
all();
