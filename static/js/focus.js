// Which was used last, keys or pointer: a focus that a script moves shows its ring only for keys.
import { byId, on, root } from "./page.js";
on("keydown", () => (root.dataset.input = "keys"), true);
on("pointerdown", () => (root.dataset.input = "pointer"), true);
// An invalid form's summary takes the focus.
const summary = (scope) => scope.querySelector?.("[data-focus]")?.focus();
on("htmx:afterSettle", ({ target }) => summary(target));
summary(document);
// Tabs that scroll sideways begin with the current one in view.
const tab = document.querySelector(".tabs [aria-current]");
tab?.scrollIntoView({ block: "nearest", inline: "center" });
// An editor that was unfolded is there to be written in.
on("click", ({ target }) => {
  const fold = target.closest(".wording > summary, .mail-more > summary")?.parentElement;
  if (fold) setTimeout(() => fold.open && fold.querySelector("textarea, [type=search]").focus());
});
// The parts of a form that somebody unfolded stay so when the form is drawn anew.
let unfolded = [];
on("htmx:beforeSwap", ({ detail: { target } }) => {
  unfolded = [...target.querySelectorAll("form details[id][open]:not(.menu)")];
});
on("htmx:afterSwap", () => unfolded.forEach(({ id }) => byId(id)?.setAttribute("open", "")));
