// The board: a card is moved by pointer, by [ and ], or by its menu; each way asks the one address of its link.
const cardsOf = (lane) => [...lane.querySelectorAll(".tile")].filter((card) => card.checkVisibility());
let chosen, held;
function move(card, stage, outcome = "") {
  const seen = card.closest(".lane").dataset.lane, source = card.querySelector("[data-opens]");
  if (stage === seen) return;
  chosen = card;
  if (stage === "closed" && !outcome) return document.getElementById("board-end").showModal();
  htmx.ajax("POST", source.href, { source, target: "#board", swap: "outerHTML", values: { stage, seen, outcome } });
}
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-opens=board-move]")) chosen = target.closest(".tile");
  const to = target.closest?.("[data-to]");
  to?.closest("dialog").close();
  if (to) move(chosen, to.dataset.to, to.dataset.outcome);
});
// Of all cards only one, with its menu, is in the order of Tab. The one that was moved has the focus.
const follow = (card) => document.querySelectorAll(".tile a").forEach((one) => (one.tabIndex = card?.contains(one) ? 0 : -1));
document.addEventListener("focusin", ({ target }) => target.matches?.(".tile-title") && follow(target.closest(".tile")));
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.id !== "board") return;
  const card = document.getElementById(`card-${target.dataset.moved}`);
  follow(card?.parentElement ?? document.querySelector(".tile"));
  const ways = card ? [card, card.closest(".lane").querySelector("summary"), document.querySelector(".lane-picker [aria-current]")] : [];
  ways.find((one) => one?.checkVisibility())?.focus();
});
follow(document.querySelector(".tile"));
document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.(".tile"), letter = event.key.length === 1;
  if (event.key === "Escape") drop();
  const by = { "[": -1, "]": 1, ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!card || !by || event.ctrlKey || event.metaKey || event.altKey || (letter && document.documentElement.dataset.keys === "off")) return;
  event.preventDefault();
  const all = [...document.querySelectorAll(".lane")], here = card.closest(".lane"), at = all.indexOf(here), row = cardsOf(here).indexOf(card);
  if (letter) return all[at + by] && move(card, all[at + by].dataset.lane);
  const beside = (by < 0 ? all.slice(0, at).reverse() : all.slice(at + 1)).map(cardsOf).find((found) => found.length);
  const next = /Up|Down/.test(event.key) ? cardsOf(here)[row + by] : beside?.[row] ?? beside?.at(-1);
  next?.querySelector("a").focus();
});
// A mouse lifts a card by moving it, a finger by resting on it; it goes where it is let go, a lane or the name of one.
const over = ({ clientX, clientY }) => document.elementFromPoint(clientX, clientY)?.closest("[data-lane]");
const mark = (lane) => document.querySelectorAll("[data-lane]").forEach((one) => one.toggleAttribute("data-over", one === lane));
function lift(lifted) {
  held.card.classList.toggle("is-lifted", (held.lifted = lifted));
  document.getElementById("board").classList.toggle("htmx-request", lifted); // It is not drawn anew meanwhile.
}
function drop() {
  if (!held) return;
  clearTimeout(held.timer);
  lift(false);
  held.card.removeAttribute("style");
  held = mark();
}
document.addEventListener("pointerdown", ({ target, button, isPrimary, pointerType, clientX: x, clientY: y }) => {
  const card = button === 0 && isPrimary && !target.closest(".button") && target.closest(".tile");
  if (card) held = { card, x, y, timer: pointerType === "touch" && setTimeout(lift, 400, true) };
});
document.addEventListener("pointermove", (event) => {
  const x = event.clientX - held?.x, y = event.clientY - held?.y;
  if (!held?.lifted && !(Math.hypot(x, y) > 6)) return;
  if (!held.lifted && held.timer) return drop();
  lift(true);
  held.card.style.translate = `${x}px ${y}px`;
  mark(over(event));
});
document.addEventListener("pointerup", (event) => {
  if (held?.lifted && over(event)) move(held.card, over(event).dataset.lane);
  setTimeout(drop); // After the touch has ended, which would otherwise follow the link.
});
document.addEventListener("pointercancel", drop);
for (const name of ["touchmove", "touchend", "contextmenu"]) document.addEventListener(name, (event) => held?.lifted && event.preventDefault(), { passive: false });
