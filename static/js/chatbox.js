// The Ghostwriter's box and drawer. What is typed stays until it was sent; chips fill the box and
// send nothing.
import { byId, hasModifier, isWide, on, openDialog, root } from "./page.js";
const box = () => byId("chat-text");
const drawer = () => byId("drawer");
let sent, opener;
function fill(words) {
  const text = box();
  const added = text.value.trim() ? `\n\n${words}` : words;
  text.focus();
  text.setRangeText(added, text.value.length, text.value.length, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}
// A box that has just come holds what was typed for this job before; the drawer shows the job of
// the panel.
async function settle() {
  const { form, dataset } = box() ?? {};
  if (form) dataset.kept ??= `chat:${form.dataset.job}`;
  if (form) box().value ||= sessionStorage.getItem(dataset.kept) ?? "";
  const job = document.querySelector("#panel[data-job]")?.dataset.job;
  if (!drawer() || root.dataset.chat !== "on" || !job || drawer().dataset.chatJob === job) return;
  const into = { source: drawer(), target: "#drawer", swap: "outerHTML" };
  await htmx.ajax("GET", `/job/${job}/ghostwriter/drawer`, into);
}
async function turn(chat) {
  root.dataset.chat = chat;
  htmx.ajax("POST", "/display", { values: { chat }, swap: "none" });
  const back = opener?.isConnected ? opener : document.querySelector("[data-drawer]");
  if (chat === "off") return back?.focus();
  opener = document.activeElement;
  await settle();
  box()?.focus();
}
on("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const chip = at("a[data-fill]");
  if (chip) fill(new URL(chip.href).searchParams.get("prompt"));
  else if (at("[data-drawer-close]")) turn("off");
  else if (!at("[data-drawer]") || hasModifier(event) || !(drawer() ?? box())) return;
  else drawer() ? turn(root.dataset.chat === "on" ? "off" : "on") : box().focus();
  event.preventDefault();
});
on("keydown", (event) => {
  const { key, target } = event;
  if (event.defaultPrevented || event.isComposing || openDialog()) return;
  const sends = target === box() && key === "Enter" && (event.ctrlKey || event.metaKey);
  if (sends) box().form.querySelector("[data-send]")?.click();
  else if (key === "Escape" && target.closest?.("#drawer")) turn("off");
  else return;
  event.preventDefault();
});
on("input", ({ target }) => {
  if (target === box()) sessionStorage.setItem(target.dataset.kept, target.value);
});
on("htmx:beforeRequest", ({ target }) => target.id === "chat-form" && (sent = box().value));
on("htmx:afterRequest", ({ target, detail }) => {
  if (target.id !== "chat-form" || detail.xhr.status !== 200 || box().value !== sent) return;
  box().value = "";
  sessionStorage.removeItem(box().dataset.kept);
});
// A button that goes away hands the focus to the box.
on("htmx:oobBeforeSwap", ({ target }) => {
  if (target.matches("#chat-send:focus-within")) box().focus();
});
on("htmx:afterSettle", settle);
if (!isWide()) root.dataset.chat = "off";
settle();
