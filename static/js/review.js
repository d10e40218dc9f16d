// Reviewing changes by keys: from one open change to the next.
import { on } from "./page.js";
on("click", (event) => {
  const link = event.target.closest("[data-walk]");
  const changes = [...document.querySelectorAll("[data-change]")];
  if (!link || !changes.length) return;
  event.preventDefault();
  const at = changes.indexOf(document.activeElement.closest("[data-change]"));
  const step = Number(link.dataset.walk);
  const first = step > 0 ? 0 : -1;
  changes.at(at < 0 ? first : (at + step) % changes.length).focus();
});
