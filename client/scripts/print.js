/** Show the buttons that print, and print with every detail open. */
export function watchPrinting() {
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    for (const detail of opened) detail.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const detail of opened) detail.open = false;
  });
}
