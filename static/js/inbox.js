// Reviewing mails: the next one takes the focus of one that was decided; ticked ones are counted.
import { hasNoFocus, on } from "./page.js";
const mails = () => [...document.querySelectorAll("#inbox .mail")];
const ticks = (kind) => [...document.querySelectorAll(`#inbox [data-mail]${kind}`)];
const every = () => document.querySelector("[data-mails-all]");
let at = -1;
function count() {
  if (!every()) return;
  const all = every().checked;
  const number = ticks(":checked").length;
  const line = document.querySelector("[data-mails-count]");
  line.textContent = number && !all ? line.dataset.mailsCount.replace("{}", number) : "";
  for (const part of document.querySelectorAll("[data-count]")) {
    part.textContent = all ? "" : ticks(`:checked${part.dataset.count}`).length || "";
  }
}
on("change", ({ target }) => {
  if (target === every()) ticks("").forEach((one) => (one.checked = target.checked));
  else if (target.matches("[data-mail]")) every().checked = false;
  count();
});
on("htmx:beforeSwap", ({ detail }) => (at = mails().indexOf(detail.target)));
on("htmx:afterSettle", () => {
  count();
  if (at < 0 || !hasNoFocus()) return;
  const next = mails()[at] ?? mails().at(-1) ?? document.querySelector("#inbox-end [tabindex]");
  next ? next.focus() : location.reload();
});
count();
