// Places on a picture: drawn with the pointer, moved with the arrows, or given in numbers beside it.

import { button, make } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 0.01;
const round = (number) => Math.round(Math.min(1, Math.max(0, number)) * 10000) / 10000;

function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** The picture with its places. `add(outline)` makes a new one, `changed()` tells that one moved. */
export function surface({ address, alt, regions, add, changed }) {
  const sheet = svg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", class: "places-sheet" });
  let tool = "rectangle";
  let corners = [];
  let from = null;
  let draft = null;

  const names = { rectangle: gettext("Rectangle"), ellipse: gettext("Ellipse"), polygon: gettext("Polygon") };
  const tools = Object.keys(names).map((name) => button(names[name], () => choose(name), { data: { tool: name } }));
  const done = button(gettext("Close the polygon"), closePolygon, { hidden: true });
  const how = make("p", { className: "help" });
  const bar = make("div", { className: "places-tools" }, ...tools, done);

  function choose(name) {
    tool = name;
    corners = [];
    for (const one of tools) one.setAttribute("aria-pressed", String(one.dataset.tool === name));
    done.hidden = true;
    how.textContent = name === "polygon"
      ? gettext("Click each corner, then close the polygon.")
      : gettext("Drag on the picture to draw a place. A place that has the focus moves with the arrow keys.");
    draw();
  }

  function at(event) {
    const box = sheet.getBoundingClientRect();
    return [round((event.clientX - box.left) / box.width), round((event.clientY - box.top) / box.height)];
  }

  sheet.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".place") || event.button) return;
    event.preventDefault();
    if (tool === "polygon") {
      corners.push(at(event));
      done.hidden = corners.length < 3;
      draw();
      return;
    }
    from = at(event);
    sheet.setPointerCapture(event.pointerId);
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!from) return;
    draft = between(from, at(event));
    draw();
  });
  sheet.addEventListener("pointerup", (event) => {
    if (!from) return;
    const outline = between(from, at(event));
    from = null;
    draft = null;
    const size = outline.kind === "rectangle" ? Math.min(outline.width, outline.height) : Math.min(outline.rx, outline.ry);
    if (size > 0.005) add(outline); else draw();
  });

  function between([x1, y1], [x2, y2]) {
    if (tool === "ellipse") {
      return { kind: "ellipse", x: round((x1 + x2) / 2), y: round((y1 + y2) / 2), rx: round(Math.abs(x2 - x1) / 2), ry: round(Math.abs(y2 - y1) / 2) };
    }
    return { kind: "rectangle", left: Math.min(x1, x2), top: Math.min(y1, y2), width: round(Math.abs(x2 - x1)), height: round(Math.abs(y2 - y1)) };
  }

  function closePolygon() {
    const points = corners;
    corners = [];
    done.hidden = true;
    add({ kind: "polygon", points });
  }

  function shape(outline, attributes) {
    if (outline.kind === "rectangle") return svg("rect", { ...attributes, x: outline.left * 100, y: outline.top * 100, width: outline.width * 100, height: outline.height * 100 });
    if (outline.kind === "ellipse") return svg("ellipse", { ...attributes, cx: outline.x * 100, cy: outline.y * 100, rx: outline.rx * 100, ry: outline.ry * 100 });
    return svg("polygon", { ...attributes, points: outline.points.map(([x, y]) => `${x * 100},${y * 100}`).join(" ") });
  }

  function shift(outline, dx, dy) {
    if (outline.kind === "rectangle") { outline.left = round(outline.left + dx); outline.top = round(outline.top + dy); }
    else if (outline.kind === "ellipse") { outline.x = round(outline.x + dx); outline.y = round(outline.y + dy); }
    else outline.points = outline.points.map(([x, y]) => [round(x + dx), round(y + dy)]);
  }

  function draw(focused = -1) {
    sheet.replaceChildren();
    regions().forEach((region, index) => {
      const right = region.fraction > 0;
      const drawn = shape(region.outline, { class: `place${right ? " is-right" : ""}`, tabindex: "0", role: "img", "aria-label": interpolate(gettext("Place %s"), [index + 1]) });
      drawn.addEventListener("keydown", (event) => {
        const move = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
        if (!move) return;
        event.preventDefault();
        shift(region.outline, ...move);
        changed();
        draw(index);
      });
      sheet.append(drawn);
      if (index === focused) drawn.focus();
    });
    if (draft) sheet.append(shape(draft, { class: "place is-draft" }));
    for (const [x, y] of corners) sheet.append(svg("circle", { cx: x * 100, cy: y * 100, r: 1, class: "place is-draft" }));
    if (corners.length > 1) sheet.append(svg("polyline", { points: corners.map(([x, y]) => `${x * 100},${y * 100}`).join(" "), class: "place is-draft" }));
  }

  const picture = make("div", { className: "places" }, make("img", { src: address, alt, draggable: false }), sheet);
  choose("rectangle");
  return { element: make("div", {}, bar, how, picture), draw };
}
