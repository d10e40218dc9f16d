// What several behaviours ask of the page.
export const root = document.documentElement;
export const byId = (id) => document.getElementById(id);
export const on = (name, act, options) => document.addEventListener(name, act, options);
export const hasNoFocus = () => document.activeElement === document.body;
export const openDialog = () => document.querySelector("dialog[open]");
export const keysAreOff = () => root.dataset.keys === "off";
export const isWide = () => matchMedia("(width >= 56.25rem)").matches;
export const hasModifier = ({ ctrlKey, metaKey, altKey }) => ctrlKey || metaKey || altKey;
const PRESSED = "[type=checkbox], [type=radio], [type=button], [type=submit]";
const WRITTEN = `input:not(${PRESSED}), textarea, select, [contenteditable]`;
export const isTyping = (element) => element?.closest?.(WRITTEN);
export function make(tag, properties, ...parts) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...parts);
  return element;
}
// The words of a button, without its key, its picture and its number.
export function labelOf(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, .sr, .count, svg").forEach((part) => part.remove());
  return element.ariaLabel || copy.textContent.trim().replace(/\s+/g, " ");
}
// A fragment, or nothing when it did not come or leads to the sign-in.
export async function fetched(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  return make("template", { innerHTML: await answer.text() }).content;
}
