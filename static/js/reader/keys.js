// The keyboard. Keys with a modifier and keys typed into a field are left alone.

export function bindKeys({ turning, zoom, tools }) {
  const actions = {
    ArrowRight: () => turning.toward("following"),
    ArrowLeft: () => turning.toward("previous"),
    PageDown: () => scrolled(0.85) || turning.toward("following"),
    PageUp: () => scrolled(-0.85) || turning.toward("previous"),
    ArrowDown: () => scrolled(0.12),
    ArrowUp: () => scrolled(-0.12),
    Home: () => turning.toward("first"),
    End: () => turning.toward("last"),
    "+": () => zoom.larger(),
    "=": () => zoom.larger(),
    "-": () => zoom.smaller(),
    0: () => zoom.fit(),
    "/": () => tools.show("find"),
    o: () => tools.show("outline"),
    t: () => tools.show("thumbs"),
    g: () => tools.jump(),
    b: () => document.querySelector("#reader-bookmark button").click(),
    f: () => tools.fullscreen(),
    "?": () => tools.keys(),
  };
  // By a part of what is seen; false at the end of the page.
  function scrolled(part) {
    const stage = turning.stage;
    const before = stage.scrollTop;
    stage.scrollBy(0, part * stage.clientHeight);
    return Math.abs(stage.scrollTop - before) > 1;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [role=tablist], .modal.show")) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    const sideways = event.key === "ArrowRight" || event.key === "ArrowLeft";
    if (sideways && turning.stage.scrollWidth > turning.stage.clientWidth + 1) return;
    event.preventDefault();
    action();
  });
}
