// A request that failed swaps nothing: it says so, with its id and, where repeating is harmless, a way to retry.
const WORDS = {
  403: "That was refused. Reload the page and try again.",
  404: "That is no longer there.",
  429: "Too many requests at once. Wait a moment.",
  503: "This is not available right now.",
};

function show(text, id, retry) {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.toast = "";
  const words = document.createElement("p");
  words.textContent = id ? `${text} (request ${id.slice(0, 8)})` : text;
  toast.append(words);
  if (retry) {
    const button = document.createElement("button");
    button.className = "button";
    button.textContent = "Retry";
    button.addEventListener("click", () => {
      toast.remove();
      retry();
    });
    toast.append(button);
  }
  document.getElementById("alerts").append(toast);
}

const again = (element) => () => (element.matches("form") ? element.requestSubmit() : element.click());

document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.elt.closest("[data-poll]")) return;
  const said = new DOMParser().parseFromString(detail.xhr.responseText, "text/html").querySelector("[data-error]")?.textContent.trim();
  const status = detail.xhr.status;
  show(said || WORDS[status] || "Something broke here. Nothing was half-done.", detail.xhr.getResponseHeader("X-Request-Id"), status >= 429 && again(detail.elt));
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, ({ detail }) => {
    if (!detail.elt.closest("[data-poll]")) show("No answer from JobOps. Your input is still here.", "", again(detail.elt));
  });
}
