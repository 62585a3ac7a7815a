// Forms with data-autosave="address" are sent there while one types and before one leaves. The server keeps a draft
// and answers with a status only. Without script the form's own button saves.
const PAUSE = 10_000; // ms between the first unsaved letter and its saving
const BEACON = 60_000; // browsers let a request outlive its page up to 64 KiB of body

const unsaved = new Set();

async function send(form) {
  const body = new URLSearchParams(
    [...new FormData(form)].filter(([, value]) => typeof value === "string"),
  );
  const keepalive = body.toString().length < BEACON;
  const answer = await fetch(form.dataset.autosave, { method: "POST", body, keepalive, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
}

async function save(form) {
  unsaved.delete(form);
  try {
    await send(form);
    tell(form);
  } catch {
    unsaved.add(form);
  }
}

function tell(form) {
  const place = form.querySelector("[data-saved]");
  if (!place) return;
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
  place.textContent = place.dataset.saved.replace("{time}", time);
}

/** Send every form that holds unsaved words; resolves when all are answered, whatever the answer. */
export function saveAll() {
  return Promise.all([...unsaved].map(save));
}

export function watchTyping() {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    form.addEventListener("input", () => {
      if (!unsaved.has(form)) window.setTimeout(() => unsaved.has(form) && save(form), PAUSE);
      unsaved.add(form);
    });
    form.addEventListener("submit", () => unsaved.delete(form));
  }
}
