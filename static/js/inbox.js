// Reviewing mails: the next one takes the focus of one that was decided, and ticked ones are counted.
const mails = () => [...document.querySelectorAll("#inbox .mail")];
const ticks = (kind) => [...document.querySelectorAll(`#inbox [data-mail]${kind}`)];
let at = -1;

function count() {
  const every = document.querySelector("[data-mails-all]");
  if (!every) return;
  const number = ticks(":checked").length;
  document.querySelector("[data-mails-count]").textContent = number && !every.checked ? `${number} selected` : "";
  for (const part of document.querySelectorAll("[data-count]")) {
    part.textContent = every.checked ? "" : ticks(`:checked${part.dataset.count}`).length || "";
  }
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-mails-all]")) ticks("").forEach((one) => (one.checked = target.checked));
  else if (target.matches("[data-mail]")) document.querySelector("[data-mails-all]").checked = false;
  count();
});

document.addEventListener("click", ({ target }) => {
  const more = target.closest(".mail-more > summary")?.parentElement;
  if (more) setTimeout(() => more.open && more.querySelector("[type=search]").focus());
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => (at = mails().indexOf(detail.target)));
document.addEventListener("htmx:afterSettle", () => {
  count();
  if (at < 0 || document.activeElement !== document.body) return;
  const next = mails()[at] ?? mails().at(-1) ?? document.querySelector("#inbox-end [tabindex]");
  if (next) next.focus();
  else location.reload();
});
count();
