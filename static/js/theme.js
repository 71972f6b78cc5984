// Runs before the first paint (a classic script in the head): the kept choice, or what the system prefers.
(() => {
  let kept = null;
  try { kept = localStorage.getItem("forecourt-theme"); } catch { /* storage is refused: follow the system */ }
  const dark = kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
})();
