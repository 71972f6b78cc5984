// The form of an edition: its file is sent in parts, then the form is submitted with the id of the upload.

import { Cancelled, Refusal, Transfer } from "./upload.js";

const ANNOUNCE_EVERY = 5_000;

for (const form of document.querySelectorAll("form[data-edition-upload]")) bind(form);

function bind(form) {
  const input = form.querySelector("input[type=file]");
  const panel = form.querySelector("[data-upload-panel]");
  const button = form.querySelector("button[type=submit]");
  let transfer = null;

  form.addEventListener("submit", async (event) => {
    const file = input.files[0];
    if (transfer) event.preventDefault();
    if (transfer || !file) return;
    event.preventDefault();
    const show = display(form, panel, file.size);
    transfer = new Transfer(file, {
      url: form.dataset.editionUpload,
      token: form.elements.csrfmiddlewaretoken.value,
      ...show,
    });
    button.disabled = true;
    try {
      form.elements.upload_id.value = await transfer.send();
      transfer.forget();
      input.disabled = true; // the bytes are there: the form carries the id alone
      show.done();
      form.submit();
    } catch (error) {
      button.disabled = false;
      transfer = null;
      if (error instanceof Cancelled) show.hide();
      else show.failed((error instanceof Refusal && error.message) || form.dataset.textFailed);
    }
  });

  panel.querySelector("[data-upload-cancel]").addEventListener("click", () => transfer?.cancel());
  window.addEventListener("beforeunload", (event) => {
    if (transfer && !input.disabled) event.preventDefault();
  });
}

// The bar, the sentence beside it, and what a screen reader is told (not at every percent).
function display(form, panel, total) {
  const texts = form.dataset;
  const bar = panel.querySelector("progress");
  const shown = panel.querySelector("[data-upload-shown]");
  const spoken = form.querySelector("[data-upload-spoken]");
  const began = { at: performance.now(), bytes: null };
  let announced = 0;
  const say = (text) => {
    shown.textContent = text;
    spoken.textContent = text;
  };
  panel.hidden = false;
  bar.max = total;
  bar.value = 0;
  return {
    progress(bytes) {
      began.bytes ??= bytes;
      bar.value = bytes;
      const text = sentence(texts, bytes, total, began);
      shown.textContent = text;
      if (performance.now() - announced > ANNOUNCE_EVERY) {
        announced = performance.now();
        spoken.textContent = text;
      }
    },
    waiting(down) {
      if (down) say(texts.textWaiting);
    },
    done: () => say(texts.textDone),
    failed: say,
    hide() {
      panel.hidden = true;
      spoken.textContent = texts.textCancelled;
    },
  };
}

function sentence(texts, bytes, total, began) {
  const seconds = (performance.now() - began.at) / 1000;
  const speed = (bytes - began.bytes) / seconds;
  const sent = texts.textSent.replace("{sent}", megabytes(bytes)).replace("{total}", megabytes(total));
  if (seconds < 2 || speed <= 0) return sent;
  return `${sent} ${texts.textLeft.replace("{time}", clock((total - bytes) / speed))}`;
}

function megabytes(bytes) {
  const form = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(document.documentElement.lang || "en", form).format(bytes / 1_000_000);
}

function clock(seconds) {
  const whole = Math.ceil(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
