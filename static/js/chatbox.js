// The Ghostwriter's box and drawer. What is typed stays until it was sent; chips fill the box and send nothing.
const root = document.documentElement;
const box = () => document.getElementById("chat-text");
const drawer = () => document.getElementById("drawer");
let sent, opener;

function fill(words) {
  const text = box();
  text.focus();
  text.setRangeText(text.value.trim() ? `\n\n${words}` : words, text.value.length, text.value.length, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}
// A box that has just come holds what was typed for this job before; the drawer shows the job of the panel.
async function settle() {
  const saved = box() && !box().dataset.kept && sessionStorage.getItem(box().dataset.kept = `chat:${box().form.dataset.job}`);
  if (saved) box().value ||= saved;
  const job = document.querySelector("#panel[data-job]")?.dataset.job;
  if (!drawer() || root.dataset.chat !== "on" || !job || drawer().dataset.chatJob === job) return;
  await htmx.ajax("GET", `/job/${job}/ghostwriter/drawer`, { source: drawer(), target: "#drawer", swap: "outerHTML" });
}

async function turn(on) {
  root.dataset.chat = on ? "on" : "off";
  htmx.ajax("POST", "/display", { values: { chat: root.dataset.chat }, swap: "none" });
  if (!on) return (opener?.isConnected ? opener : document.querySelector("[data-drawer]"))?.focus();
  opener = document.activeElement;
  await settle();
  box()?.focus();
}

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest?.(selector);
  if (at("a[data-fill]")) fill(new URL(at("a[data-fill]").href).searchParams.get("prompt"));
  else if (at("[data-drawer-close]")) turn(false);
  else if (!at("[data-drawer]") || event.ctrlKey || event.metaKey || !(drawer() ?? box())) return;
  else drawer() ? turn(root.dataset.chat !== "on") : box().focus();
  event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.target === box() && event.key === "Enter" && (event.ctrlKey || event.metaKey)) box().form.querySelector("[data-send]")?.click();
  else if (event.key === "Escape" && event.target.closest?.("#drawer")) turn(false);
  else return;
  event.preventDefault();
});
document.addEventListener("input", ({ target }) => target === box() && sessionStorage.setItem(box().dataset.kept, target.value));
document.addEventListener("htmx:beforeRequest", ({ target }) => target.id === "chat-form" && (sent = box().value));
document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (target.id !== "chat-form" || detail.xhr.status !== 200 || box().value !== sent) return;
  box().value = "";
  sessionStorage.removeItem(box().dataset.kept);
});
// A button that goes away hands the focus to the box.
document.addEventListener("htmx:oobBeforeSwap", ({ target }) => target.id === "chat-send" && target.contains(document.activeElement) && box().focus());
document.addEventListener("htmx:afterSettle", settle);
if (!matchMedia("(width >= 56.25rem)").matches) root.dataset.chat = "off";
settle();
