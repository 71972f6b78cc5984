// Turning pages without a reload: the server's part for the page is put in, the address and the title follow.

export class Turning {
  constructor(reader, { arrived, failed }) {
    this.reader = reader;
    this.arrived = arrived;
    this.failed = failed;
    this.body = document.getElementById("reader-page");
    this.latest = 0;
    document.addEventListener("click", (event) => this.clicked(event));
    window.addEventListener("popstate", () => this.load(location.href));
  }

  get stage() {
    return document.getElementById("reader-stage");
  }

  clicked(event) {
    const link = event.target.closest("a[data-turn]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.to(link.href);
  }

  // `where` is "previous", "following", "first" or "last".
  toward(where) {
    const address = this.stage.dataset[where];
    if (address) this.to(address);
  }

  async to(address) {
    window.bootstrap?.Offcanvas.getInstance(document.getElementById("reader-side"))?.hide();
    const url = new URL(address, location.href);
    if (await this.load(url.href)) history.pushState(null, "", this.landed ?? url.href);
  }

  // Put the page at `address` in. Only the last one asked for is shown, however fast the keys are.
  async load(address) {
    const mine = ++this.latest;
    this.body.classList.add("reader-loading");
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      const part = await answer.text();
      if (mine !== this.latest) return false;
      if (!answer.ok || !part.includes("reader-stage")) {
        // Signed out, or no longer there: the server says it on a page of its own.
        location.assign(address);
        return false;
      }
      this.landed = answer.redirected ? answer.url : address;
      this.body.innerHTML = part;
      window.htmx?.process(this.body);
      document.title = this.stage.dataset.title;
      this.stage.scrollTo(0, 0);
      this.arrived();
      return true;
    } catch {
      if (mine === this.latest) this.failed();
      return false;
    } finally {
      if (mine === this.latest) this.body.classList.remove("reader-loading");
    }
  }

  // The neighbours' images, once this page's own is there, so that they do not compete with it.
  fetchAhead(stage) {
    const image = stage.querySelector(".reader-image");
    const ahead = () => {
      if (!stage.isConnected || navigator.connection?.saveData) return;
      for (const srcset of stage.dataset.neighbours.split("|").filter(Boolean)) {
        const next = new Image();
        next.fetchPriority = "low";
        next.sizes = image.sizes;
        next.srcset = srcset;
      }
    };
    if (image.complete) ahead();
    else image.addEventListener("load", ahead, { once: true });
  }
}
