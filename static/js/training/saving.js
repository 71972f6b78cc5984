// Saving the answers of one attempt: at each change, one request at a time for each question, nothing lost.
//
// What is on its way, and what waits, is kept in the browser's storage until the server has said that it has it. A
// request whose reply was lost is sent again under the same key, and the server knows it. The page sees each change of
// state through `report`.

const RETRY_MS = [1000, 2000, 4000, 8000, 15000];

export class Saver {
  #boxes = new Map();
  #timers = new Map();

  constructor({ attempt, csrf, report }) {
    this.storeKey = `forecourt-attempt-${attempt}`;
    this.csrf = csrf;
    this.report = report;
    this.stopped = null;
    addEventListener("online", () => this.#wake());
  }

  /** A question of the page: where it is saved, and which saved answer the page shows. */
  add(position, url, sequence, { onChanged, onRefused }) {
    this.#boxes.set(position, { url, sequence, waiting: undefined, flight: null, tries: 0, onChanged, onRefused });
    const kept = this.#kept()[position];
    if (!kept) return undefined;
    const box = this.#boxes.get(position);
    box.flight = kept.flight ?? null;
    box.waiting = kept.waiting;
    this.#send(position);
    return kept.waiting !== undefined ? kept.waiting : kept.flight?.answer;
  }

  /** Save `answer`, the newest of this question. */
  save(position, answer) {
    this.#boxes.get(position).waiting = answer;
    this.#keep();
    this.#send(position);
  }

  /** The server gave this question a new sequence by other means (a hint). */
  moved(position, sequence) {
    this.#boxes.get(position).sequence = sequence;
  }

  get unsaved() {
    return [...this.#boxes.values()].filter((box) => box.flight || box.waiting !== undefined).length;
  }

  /** Resolves when all is saved; rejects when saving has stopped for good. */
  async settled() {
    while (this.unsaved) {
      if (this.stopped) throw new Error(this.stopped);
      this.#wake();
      await new Promise((done) => setTimeout(done, 150));
    }
  }

  async #send(position) {
    const box = this.#boxes.get(position);
    if (box.busy || this.stopped) return;
    if (!box.flight) {
      if (box.waiting === undefined) return;
      box.flight = { answer: box.waiting, key: newKey(), based_on: box.sequence };
      box.waiting = undefined;
      this.#keep();
    }
    box.busy = true;
    this.report({ state: "saving" });
    let reply = null;
    try {
      reply = await fetch(box.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf },
        body: JSON.stringify(box.flight),
        redirect: "manual",
        signal: AbortSignal.timeout(20000),
      });
    } catch { /* no network: tried again below */ }
    box.busy = false;
    await this.#settle(position, box, reply);
  }

  async #settle(position, box, reply) {
    const answer = reply && (await reply.json().catch(() => null));
    if (reply?.ok && answer) {
      box.sequence = answer.sequence;
      box.flight = null;
      box.tries = 0;
      this.#keep();
      this.report({ state: this.unsaved ? "saving" : "saved", at: answer.saved_at });
      this.#send(position);
    } else if (reply?.status === 409 && answer) {
      box.flight = null;
      box.waiting = undefined;
      box.sequence = answer.latest.sequence;
      this.#keep();
      box.onChanged(answer.latest.answer, answer.reason);
      this.report({ state: this.unsaved ? "saving" : "saved" });
    } else if (answer?.why) {
      box.flight = null;
      box.waiting = undefined;
      this.#keep();
      box.onRefused(answer.why, answer.reason);
      if (answer.why === "over" || answer.why === "unknown") {
        this.stopped = answer.reason;
        this.report({ state: "stopped", reason: answer.reason });
      } else this.report({ state: "refused", reason: answer.reason });
    } else {
      // Lost, signed out, or a server in trouble: the answer is kept here and sent again.
      this.report({ state: reply && (reply.type === "opaqueredirect" || reply.status === 403) ? "signed-out" : "offline" });
      const wait = RETRY_MS[Math.min(box.tries++, RETRY_MS.length - 1)];
      clearTimeout(this.#timers.get(position));
      this.#timers.set(position, setTimeout(() => this.#send(position), wait));
    }
  }

  #wake() {
    for (const [position, box] of this.#boxes) if (box.flight || box.waiting !== undefined) this.#send(position);
  }

  #kept() {
    try { return JSON.parse(localStorage.getItem(this.storeKey)) ?? {}; } catch { return {}; }
  }

  #keep() {
    const kept = this.#kept();
    for (const [position, { flight, waiting }] of this.#boxes) {
      if (flight || waiting !== undefined) kept[position] = { flight, waiting };
      else delete kept[position];
    }
    try {
      if (Object.keys(kept).length) localStorage.setItem(this.storeKey, JSON.stringify(kept));
      else localStorage.removeItem(this.storeKey);
    } catch { /* storage is refused or full: the answers live as long as the page */ }
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}
