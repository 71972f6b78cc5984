// Touch: swipe turns the page while it is not zoomed, two fingers zoom, a double tap zooms in and back.

const SWIPE = 60;
const DOUBLE_TAP = 300;

export function bindTouch(reader, { turning, zoom }) {
  let start = null;
  let pinch = null;
  let tapped = 0;

  const onStage = (event) => event.target.closest(".reader-stage");
  const spread = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);

  reader.addEventListener("touchstart", (event) => {
    if (!onStage(event)) return;
    if (event.touches.length === 2) {
      pinch = { spread: spread(event.touches), factor: zoom.factor };
      start = null;
    } else if (event.touches.length === 1) {
      start = { x: event.touches[0].clientX, y: event.touches[0].clientY };
    }
  }, { passive: true });

  reader.addEventListener("touchmove", (event) => {
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    const box = turning.stage.getBoundingClientRect();
    const [one, other] = event.touches;
    zoom.set(
      (pinch.factor * spread(event.touches)) / pinch.spread,
      (one.clientX + other.clientX) / 2 - box.left,
      (one.clientY + other.clientY) / 2 - box.top,
    );
  }, { passive: false });

  reader.addEventListener("touchend", (event) => {
    if (pinch) {
      if (event.touches.length === 0) pinch = null;
      return;
    }
    if (!start || !onStage(event)) return;
    const { clientX, clientY } = event.changedTouches[0];
    const [dx, dy] = [clientX - start.x, clientY - start.y];
    start = null;
    if (zoom.factor <= 1 && Math.abs(dx) > SWIPE && Math.abs(dx) > 2 * Math.abs(dy) && !getSelection().toString()) {
      turning.toward(dx < 0 ? "following" : "previous");
    } else if (Math.abs(dx) < 8 && Math.abs(dy) < 8) {
      const box = turning.stage.getBoundingClientRect();
      if (event.timeStamp - tapped < DOUBLE_TAP) zoom.set(zoom.factor > 1 ? 1 : 2, clientX - box.left, clientY - box.top);
      tapped = event.timeStamp;
    }
  });
}
