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

/** Ask for more time. The page that answers prints the new end; without one there was no more time to be had. */
async function stay(form, notice, printed) {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("time[data-session-end]");
  if (!fresh) throw new Error(String(answer.status));
  printed.dateTime = fresh.dateTime;
  printed.textContent = fresh.textContent;
  plan(notice, Date.parse(fresh.dateTime));
}

export function watchSession() {
  const notice = document.querySelector("[data-session-notice]");
  const printed = document.querySelector("time[data-session-end]");
  if (!notice || !printed) return;
  plan(notice, Date.parse(printed.dateTime));
  const form = notice.querySelector("form");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    stay(form, notice, printed).catch(() => form.submit());
  });
}
