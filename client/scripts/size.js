// The server takes in a megabyte of text at once and refuses more before it reads a word, so that nothing could be
// given back. A text beyond that is not sent: it stays in its field, which says why.
const MOST = 316_000; // bytes; as they are sent, each may take three

const isTooLong = (text) => text.length > MOST || new TextEncoder().encode(text).length > MOST;

export function watchSize() {
  document.addEventListener("submit", (event) => {
    const long = [...event.target.querySelectorAll("textarea[data-too-long]")].find((area) => isTooLong(area.value));
    if (!long) return;
    event.preventDefault();
    long.setCustomValidity(long.dataset.tooLong);
    long.reportValidity();
    long.addEventListener("input", () => long.setCustomValidity(""), { once: true });
  });
}
