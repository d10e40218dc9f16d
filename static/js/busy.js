// A button that started something says so, keeps its width, and cannot start it twice.
const mark = (form, busy) => {
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (busy) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
};

// What saves by itself inside a form must neither hold up nor swallow the person's own click.
const formOf = (element) => (element.matches("form, button") ? element.closest("form:not([data-display])") : null);

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = formOf(event.target);
  if (!form) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  mark(form, true);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = formOf(event.target);
  if (!form) return;
  delete form.dataset.sent;
  mark(form, false);
});

// Plain forms: the second click of a double click is dropped; Back brings the page with live buttons.
document.addEventListener("submit", ({ target }) => {
  if (!target.hasAttribute("hx-post") && target.method === "post") setTimeout(() => mark(target, true));
});
addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => mark(form, false)));

// A hidden page polls nothing.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.target.closest("[data-poll]")) event.preventDefault();
});

// What asks from within a polled part keeps its place until it is answered.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { elt } = detail.requestConfig;
  if (elt.matches("[data-poll]") && elt.querySelector(".htmx-request")) detail.shouldSwap = false;
});
