// Tables on narrow screens, in the portal and in the CMS.
//
// One that is wider than its frame, with nothing in it to go to, is moved with the keyboard too. A .sheet-table that
// says .stacks stands there as a list of rows, each cell under the name of its column (components.css).

const widths = new ResizeObserver((found) => { for (const { target } of found) letReach(target); });
look();
document.addEventListener("htmx:afterSettle", look);

function look() {
  for (const frame of document.querySelectorAll(".table-scroll, .list-scroll")) widths.observe(frame);
  for (const table of document.querySelectorAll(".sheet-table.stacks")) nameCells(table);
}

function letReach(frame) {
  if (frame.scrollWidth <= frame.clientWidth || frame.querySelector("a[href], button, input, select, textarea, summary")) {
    frame.removeAttribute("tabindex");
    return;
  }
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  const heading = frame.closest("section")?.querySelector("h1, h2, h3") ?? document.querySelector("main h1");
  if (heading) frame.setAttribute("aria-label", heading.textContent.trim());
}

function nameCells(table) {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  for (const row of table.tBodies[0].rows) {
    for (const [place, cell] of [...row.cells].entries()) cell.dataset.column = names[place];
  }
  table.classList.add("is-stacked");
}
