// While the service cannot be reached the page says so, and keeps its forms: sending one would end on the browser's own
// page and lose what was typed. Nothing is stored on the device for it. Without script the browser says it by itself.
function show(notice) {
  notice.hidden = navigator.onLine;
}

export function watchReach() {
  const notice = document.querySelector("[data-offline]");
  if (!notice) return;
  for (const change of ["online", "offline"]) window.addEventListener(change, () => show(notice));
  show(notice);
  document.addEventListener(
    "submit",
    (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      // Said anew, since a reader of the screen may have missed it, and before others that listen go on.
      event.stopImmediatePropagation();
      notice.hidden = true;
      window.requestAnimationFrame(() => show(notice));
    },
    true,
  );
}
