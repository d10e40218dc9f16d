// Reviewing changes by keys: from one open change to the next, and into the words of one.
const open = () => [...document.querySelectorAll("[data-change]")];

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-walk]");
  const changes = open();
  if (!link || !changes.length) return;
  event.preventDefault();
  const at = changes.indexOf(document.activeElement.closest("[data-change]"));
  const step = Number(link.dataset.walk);
  const next = at < 0 ? (step > 0 ? 0 : -1) : (at + step) % changes.length;
  changes.at(next).focus();
});
// An editor that was unfolded is there to be written in.
document.addEventListener("click", (event) => {
  const editor = event.target.closest?.(".wording > summary")?.parentElement;
  if (editor) setTimeout(() => editor.open && editor.querySelector("textarea").focus());
});
