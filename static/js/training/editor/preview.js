// The question as a learner sees it, a moment after each change, in a frame of the portal's own look.

const PAUSE_MS = 500;

export class Preview {
  #timer = 0;
  #last = "";
  #asked = 0;

  constructor(root, { address, csrf, question }) {
    this.frame = root.querySelector("iframe");
    this.message = root.querySelector("[data-preview-message]");
    this.language = root.querySelector("select");
    this.address = address;
    this.csrf = csrf;
    this.question = question;
    this.language.addEventListener("change", () => { this.#last = ""; this.now(); });
    this.frame.addEventListener("load", () => this.#fit());
  }

  later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), PAUSE_MS);
  }

  async now() {
    const body = JSON.stringify(this.question);
    if (body === this.#last) return;
    this.#last = body;
    const asked = (this.#asked += 1);
    const data = new FormData();
    data.set("body", body);
    data.set("language", this.language.value);
    try {
      const reply = await fetch(this.address, { method: "POST", headers: { "X-CSRFToken": this.csrf }, body: data });
      if (asked !== this.#asked) return;
      if (reply.ok) {
        this.frame.srcdoc = await reply.text();
        this.message.textContent = "";
      } else {
        const { body: faults } = await reply.json();
        this.message.textContent = `${gettext("Not yet complete:")} ${[...new Set(faults.map(({ message }) => message))].slice(0, 3).join(" ")}`;
      }
    } catch {
      this.message.textContent = gettext("The preview could not be fetched.");
      this.#last = "";
    }
  }

  #fit() {
    // The learner's page is at least as high as its window: what it holds is measured, not the page.
    const inner = this.frame.contentDocument?.querySelector("[data-trial]");
    if (!inner) return;
    const fit = () => { this.frame.style.blockSize = `${Math.min(1400, Math.ceil(inner.getBoundingClientRect().height) + 40)}px`; };
    fit();
    new ResizeObserver(fit).observe(inner);
  }
}
