// The reader's one script: keys, folding. Every page works without it.
"use strict";

const stops = () => [...document.querySelectorAll("[data-stop], .thread details.c")]
  .filter((one) => !one.parentElement.closest("details:not([open])"));
let at = null;

const go = (step) => {
  const all = stops();
  if (!all.length) return;
  const place = at ? all.indexOf(at) : -1;
  const next = all[Math.min(Math.max(place + step, 0), all.length - 1)];
  if (at) at.classList.remove("is-at");
  at = next;
  at.classList.add("is-at");
  const link = at.querySelector("[data-open], summary");
  (link || at).focus({ preventScroll: true });
  at.scrollIntoView({ block: "nearest" });
};

const fold = (open) => {
  for (const one of document.querySelectorAll(".thread .c")) one.open = open;
};

const nextByAuthor = () => {
  const all = [...document.querySelectorAll(".c.by")];
  if (!all.length) return;
  const place = all.indexOf(at);
  if (at) at.classList.remove("is-at");
  at = all[(place + 1) % all.length];
  for (let up = at; up; up = up.parentElement.closest("details")) up.open = true;
  at.classList.add("is-at");
  at.querySelector("summary").focus({ preventScroll: true });
  at.scrollIntoView({ block: "center" });
};

const acts = {
  "/": () => {
    const field = document.querySelector(".find input");
    field.focus();
    field.select();
  },
  j: () => go(1),
  k: () => go(-1),
  c: () => { if (at && at.matches("details")) at.open = !at.open; },
  a: nextByAuthor,
  h: () => { location.href = "/"; },
  "?": () => document.getElementById("keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "Escape" && typing) typing.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = document.querySelector("dialog[open]") ? null : acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (!button) return;
  if (button.dataset.do === "keys") acts["?"]();
  else fold(button.dataset.do === "unfold");
});

// A comment linked to from elsewhere may be inside folded ones.
const unfoldTarget = () => {
  const named = location.hash && document.getElementById(location.hash.slice(1));
  // Not the whole thread, the middle of which nobody wants to see.
  const target = named && named.matches(".c") ? named : null;
  for (let up = target && target.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
  if (target) target.scrollIntoView({ block: "center" });
};
addEventListener("hashchange", unfoldTarget);
unfoldTarget();
