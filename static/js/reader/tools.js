// The buttons: side panel, zoom, full screen, permanent link.

export function toast(what) {
  const box = document.getElementById("reader-toast");
  box.textContent = box.dataset[what];
  box.classList.add("is-shown");
  setTimeout(() => box.classList.remove("is-shown"), 2500);
}

export function bindTools(reader, { zoom, outline, thumbnails }) {
  const side = document.getElementById("reader-side");
  const small = matchMedia("(max-width: 991.98px)");
  const tabs = {
    outline: document.getElementById("tab-outline"),
    thumbs: document.getElementById("tab-thumbs"),
    find: document.getElementById("tab-find"),
  };
  const tools = {
    show(name) {
      if (small.matches) window.bootstrap.Offcanvas.getOrCreateInstance(side).show();
      else setClosed(false);
      window.bootstrap.Tab.getOrCreateInstance(tabs[name]).show();
      if (name === "find") document.getElementById("reader-find-words").select();
      wake();
    },
    jump() {
      document.querySelector(".reader-jump [name=to]").select();
    },
    fullscreen() {
      if (document.fullscreenElement) document.exitFullscreen();
      else reader.requestFullscreen?.();
    },
    keys() {
      window.bootstrap.Modal.getOrCreateInstance(document.getElementById("reader-keys")).show();
    },
  };
  const acts = {
    side: () => (small.matches ? window.bootstrap.Offcanvas.getOrCreateInstance(side).show() : setClosed(!closed())),
    "zoom-in": () => zoom.larger(),
    "zoom-out": () => zoom.smaller(),
    fit: () => zoom.fit(),
    fullscreen: tools.fullscreen,
  };

  function closed() {
    return reader.classList.contains("side-closed");
  }

  function setClosed(value) {
    reader.classList.toggle("side-closed", value);
    localStorage.setItem("reader-side", value ? "closed" : "open");
    zoom.apply();
    wake();
  }

  // What the open tab shows is loaded when it is seen, not before.
  function wake() {
    const seen = side.checkVisibility?.() ?? true;
    if (!seen || (!small.matches && closed())) return;
    if (tabs.outline.classList.contains("active")) outline.open();
    if (tabs.thumbs.classList.contains("active")) thumbnails.open();
  }

  reader.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-act], [data-copy]");
    if (!button) return;
    if (button.dataset.act) acts[button.dataset.act]();
    if (button.dataset.copy) {
      const address = new URL(document.getElementById("reader-stage").dataset.permanent, location.href).href;
      if (await copied(address)) toast("copied");
    }
  });
  side.addEventListener("shown.bs.offcanvas", wake);
  for (const tab of Object.values(tabs)) tab.addEventListener("shown.bs.tab", wake);
  addEventListener("resize", () => zoom.apply());
  if (localStorage.getItem("reader-side") === "closed" && !small.matches) reader.classList.add("side-closed");
  if (document.getElementById("reader-find-words").value && !small.matches) window.bootstrap?.Tab.getOrCreateInstance(tabs.find).show();
  wake();
  return tools;
}

async function copied(address) {
  try {
    await navigator.clipboard.writeText(address);
    return true;
  } catch {
    // Without HTTPS there is no clipboard: let the person copy it by hand.
    window.prompt("", address);
    return false;
  }
}
