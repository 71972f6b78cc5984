// A film or a sound opens at the second that the address names (#t=65, as search gives it).

const player = document.querySelector("[data-seekable]");

function seek() {
  const wanted = /^#t=(\d{1,5})$/.exec(location.hash);
  if (!wanted) return;
  player.currentTime = Number(wanted[1]);
  player.scrollIntoView({ block: "center" });
}

if (player.readyState >= HTMLMediaElement.HAVE_METADATA) seek();
else player.addEventListener("loadedmetadata", seek, { once: true });
addEventListener("hashchange", seek);
