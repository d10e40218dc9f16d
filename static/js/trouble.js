// A request that failed swaps nothing: it says so, with its id and, where repeating is harmless, a way to retry.
const WORDS = {
  403: "That was refused. Reload the page and try again.", 404: "That is no longer there.",
  429: "Too many requests at once. Wait a moment.", 503: "This is not available right now.",
};

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

function show(text, id, retry) {
  const toast = make("div", { className: "toast" });
  toast.dataset.toast = "";
  toast.append(make("p", { textContent: id ? `${text} (request ${id.slice(0, 8)})` : text }));
  const button = make("button", { className: "button", textContent: "Retry", onclick: () => (toast.remove(), retry()) });
  if (retry) toast.append(button);
  document.getElementById("alerts").append(toast);
}

const again = (element) => () => (element.matches("form") ? element.requestSubmit() : element.click());

document.addEventListener("htmx:responseError", ({ detail }) => {
  const { elt, xhr } = detail;
  if (elt.closest("[data-poll]")) return;
  const said = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[data-error]")?.textContent.trim();
  const words = said || WORDS[xhr.status] || "Something broke here. Nothing was half-done.";
  show(words, xhr.getResponseHeader("X-Request-Id"), xhr.status >= 429 && again(elt));
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, ({ detail }) => {
    if (!detail.elt.closest("[data-poll]")) show("No answer from JobOps. Your input is still here.", "", again(detail.elt));
  });
}
