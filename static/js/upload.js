// Large files in parts: several at a time, tried again when the line drops, resumed after a reload.
// Forms marked data-edition-upload work without this module; with it, the file goes first and the form follows.

const AT_ONCE = 4;
const TRIES = 8;
const LONGEST_PAUSE = 30_000;

export class Cancelled extends Error {}

// A refusal by the portal, with its sentence: trying again would not help.
export class Refusal extends Error {
  constructor(status, body) {
    super(body.error ?? "");
    this.status = status;
    this.missing = body.missing ?? [];
  }
}

// One file on its way. `progress(bytes)` is told what has arrived; `waiting(bool)` whether the line is down.
export class Transfer {
  constructor(file, { url, token, progress = () => {}, waiting = () => {} }) {
    Object.assign(this, { file, url, token, progress, waiting });
    this.memory = `upload:${file.name}:${file.size}:${file.lastModified}`;
    this.aborting = new AbortController();
    this.moving = new Map();
    this.arrived = 0;
  }

  // Send what the portal does not have yet; the id of the complete upload.
  async send() {
    this.upload = (await this.resumed()) ?? (await this.begun());
    this.partSize = this.upload.part_size;
    let missing = this.absent(this.upload.present ?? []);
    while (this.upload.state !== "complete") {
      this.arrived = this.file.size - missing.reduce((sum, number) => sum + this.slice(number).size, 0);
      await this.parts(missing);
      try {
        this.upload = await this.again(() => this.ask("POST", `${this.upload.url}/complete`, {}));
      } catch (error) {
        if (!(error instanceof Refusal) || !error.missing.length) throw error;
        missing = error.missing;
      }
    }
    return this.upload.id;
  }

  // The form was accepted with it: a later upload of the same file begins anew.
  forget() {
    localStorage.removeItem(this.memory);
  }

  async cancel() {
    this.aborting.abort();
    await this.discard();
  }

  // The portal need not keep what arrived any longer.
  async discard() {
    this.forget();
    if (this.upload) await fetch(this.upload.url, { method: "DELETE", headers: { "X-CSRFToken": this.token } });
  }

  async resumed() {
    const address = localStorage.getItem(this.memory);
    if (!address) return null;
    try {
      return await this.again(() => this.ask("GET", address));
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 404) throw error;
      this.forget();
      return null;
    }
  }

  async begun() {
    const upload = await this.again(() => this.ask("POST", this.url, { name: this.file.name, size: this.file.size }));
    localStorage.setItem(this.memory, upload.url);
    return upload;
  }

  absent(present) {
    const there = new Set(present);
    return Array.from({ length: this.upload.parts }, (_, index) => index + 1).filter((number) => !there.has(number));
  }

  slice(number) {
    return this.file.slice((number - 1) * this.partSize, number * this.partSize);
  }

  async parts(numbers) {
    const queue = [...numbers];
    const lane = async () => {
      while (queue.length) {
        const number = queue.shift();
        await this.again(() => this.part(number));
        this.moving.delete(number);
        this.arrived += this.slice(number).size;
        this.tell();
      }
    };
    this.tell();
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
    } catch (error) {
      queue.length = 0;
      throw error;
    }
  }

  async part(number) {
    if (this.upload.mode === "local") return this.put(`${this.upload.url}/parts/${number}`, number, this.token);
    const { url } = await this.ask("POST", `${this.upload.url}/sign`, { number });
    return this.put(url, number, null);
  }

  // XMLHttpRequest, because fetch does not tell how much of a body has left.
  put(address, number, token) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const stop = () => request.abort();
      this.aborting.signal.addEventListener("abort", stop);
      request.upload.onprogress = (event) => {
        this.moving.set(number, event.loaded);
        this.tell();
      };
      request.onloadend = () => {
        this.aborting.signal.removeEventListener("abort", stop);
        this.moving.delete(number);
        if (request.status >= 200 && request.status < 300) resolve();
        else if (token && [401, 403, 404, 413].includes(request.status)) reject(refusalOf(request));
        else reject(new Error(`part ${number}: ${request.status}`));
      };
      request.open("PUT", address);
      if (token) request.setRequestHeader("X-CSRFToken", token);
      request.send(this.slice(number));
    });
  }

  async ask(method, address, body) {
    const answer = await fetch(address, {
      method,
      signal: this.aborting.signal,
      headers: { "X-CSRFToken": this.token, "Content-Type": "application/json", Accept: "application/json" },
      body: body && JSON.stringify(body),
    });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return said;
    if (answer.status >= 400 && answer.status < 500) throw new Refusal(answer.status, said);
    throw new Error(`${method}: ${answer.status}`);
  }

  // Try again after growing pauses, at once when the line is back.
  async again(attempt) {
    for (let tries = 1; ; tries += 1) {
      try {
        const result = await attempt();
        this.waiting(false);
        return result;
      } catch (error) {
        if (this.aborting.signal.aborted) throw new Cancelled();
        if (error instanceof Refusal || (tries >= TRIES && navigator.onLine)) throw error;
        this.waiting(true);
        await pause(Math.min(LONGEST_PAUSE, 500 * 2 ** tries) * (0.5 + Math.random() / 2), this.aborting.signal);
        if (this.aborting.signal.aborted) throw new Cancelled();
      }
    }
  }

  tell() {
    let bytes = this.arrived;
    for (const loaded of this.moving.values()) bytes += loaded;
    this.progress(Math.min(bytes, this.file.size));
  }
}

function refusalOf(request) {
  try {
    return new Refusal(request.status, JSON.parse(request.responseText));
  } catch {
    return new Refusal(request.status, {});
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    }
    window.addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
