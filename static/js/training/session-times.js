// Times of sessions are in the session's zone. Beside them: the same in the reader's own zone, where it differs.
// <span data-from="ISO" data-until="ISO" data-zone="Europe/Berlin" data-says="with you: %(time)s" hidden></span>

const language = document.documentElement.lang || undefined;
const WITH_DAY = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const own = new Intl.DateTimeFormat(language, WITH_DAY);

for (const span of document.querySelectorAll("[data-from][data-zone]")) {
  const from = new Date(span.dataset.from);
  const until = new Date(span.dataset.until);
  const there = new Intl.DateTimeFormat(language, { ...WITH_DAY, timeZone: span.dataset.zone });
  if (there.format(from) === own.format(from) && there.format(until) === own.format(until)) continue;
  span.textContent = span.dataset.says.replace("%(time)s", own.formatRange(from, until));
  span.hidden = false;
}
