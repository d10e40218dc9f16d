// A reply that is being written: its text is added as it comes, then the finished message takes its place.
import { byId, on } from "./page.js";
let live;
const scroller = (element) => element.closest(".drawer, .main");
const voice = () => byId("chat-voice");
const say = (words = "") => voice()?.replaceChildren(words);
// Whoever reads at the end stays at the end; whoever reads further up is left alone.
async function keeping(element, change) {
  const page = scroller(element);
  const atEnd = page.scrollHeight - page.scrollTop - page.clientHeight < 64;
  await change();
  if (atEnd) page.scrollTop = page.scrollHeight;
}
const close = () => live = void (clearInterval(live?.clock), live?.source.close());
async function finish(reply, words) {
  close();
  await keeping(reply, () => htmx.ajax("GET", reply.dataset.shows, { target: `#${reply.id}`, swap: "outerHTML" }));
  say(words);
}
const ENDS = {
  completed: ({ message }, { finished }) =>
    finished.replace("{}", message.content.split(/\s+/).filter(Boolean).length),
  cancelled: (frame, { stopped }) => stopped,
  error: ({ message }, { failed }) => `${failed} ${message}`,
};
function hear(reply, frame) {
  if (!reply.isConnected) close();
  else if (ENDS[frame.type]) finish(reply, ENDS[frame.type](frame, voice().dataset));
  else if (frame.type === "delta") keeping(reply, () => {
    const text = reply.querySelector("[data-text]");
    if (frame.reset) text.textContent = "";
    text.append(frame.delta);
    const wait = reply.querySelector("[data-wait]");
    wait.firstElementChild.textContent = wait.dataset.wait;
  });
}
function attach() {
  if (live && !live.reply.isConnected) {
    if (document.querySelector(`#${live.reply.id}:not([data-run])`)) say(voice()?.dataset.stopped);
    close();
  }
  const reply = document.querySelector("[data-run]");
  if (!reply || live) return;
  const { run, job, cursor } = reply.dataset;
  const began = Date.now() - reply.querySelector("[data-wait]").dataset.seconds * 1000;
  const source = new EventSource(`/api/jobs/${job}/chat/runs/${run}/stream?cursor=${cursor}`);
  const clock = setInterval(() => (reply.querySelector("[data-wait] .num").textContent = `${Math.round((Date.now() - began) / 1000)} s`), 1000);
  live = { reply, source, clock };
  source.addEventListener("message", ({ data }) => hear(reply, JSON.parse(data)));
  // A stream that was refused is asked for once more, from what is on the server by then.
  source.addEventListener("error", () => source.readyState === EventSource.CLOSED && setTimeout(() => live?.source === source && finish(reply, ""), 3000));
  say(voice()?.dataset.begun);
}
on("click", async (event) => {
  const link = event.target.closest?.("[data-copy]");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  const chosen = getSelection();
  const within = String(chosen) && link.closest("article").contains(chosen.anchorNode);
  await navigator.clipboard.writeText(within ? String(chosen) : await (await fetch(link.href)).text());
  link.lastChild.textContent = link.dataset.copy;
  say(link.dataset.copy);
});
on("htmx:afterSettle", ({ target }) => {
  const end = byId("chat-end");
  if (end && ["chat-log", "drawer"].includes(target.id)) scroller(end).scrollTop = scroller(end).scrollHeight;
  attach();
});
attach();
