// Two minutes before the session ends a notice appears, and its button asks the server for more time. The footer
// prints the time of the end for those without script.
const EARLY = 120_000; // ms

let timer;

function plan(notice, end) {
  window.clearTimeout(timer);
  notice.hidden = true;
  timer = window.setTimeout(() => {
    notice.hidden = false;
  }, end - Date.now() - EARLY);
}

/** Ask for more time; the answer is the new end as text, an ISO time. */
async function stay(form, notice) {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok) throw new Error(String(answer.status));
  const end = Date.parse(await answer.text());
  plan(notice, end);
  const printed = document.querySelector("time[data-session-end]");
  printed.textContent = new Date(end).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
}

export function watchSession() {
  const notice = document.querySelector("[data-session-notice]");
  const printed = document.querySelector("time[data-session-end]");
  if (!notice || !printed) return;
  plan(notice, Date.parse(printed.dateTime));
  const form = notice.querySelector("form");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    stay(form, notice).catch(() => form.submit());
  });
}
