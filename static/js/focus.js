// Which was used last, keys or pointer: a focus that a script moves shows its ring only for keys.
const root = document.documentElement;
document.addEventListener("keydown", () => (root.dataset.input = "keys"), true);
document.addEventListener("pointerdown", () => (root.dataset.input = "pointer"), true);
// An invalid form's summary takes the focus.
const summary = (scope) => scope.querySelector?.("[data-focus]")?.focus();
document.addEventListener("htmx:afterSettle", (event) => summary(event.target));
summary(document);
// Tabs that scroll sideways begin with the current one in view.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
// The parts of a form that somebody unfolded stay so when the form is drawn anew.
let unfolded = [];
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  unfolded = [...detail.target.querySelectorAll("form details[id][open]:not(.menu)")].map((one) => one.id);
});
document.addEventListener("htmx:afterSwap", () => unfolded.forEach((id) => document.getElementById(id)?.setAttribute("open", "")));
