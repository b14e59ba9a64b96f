"""Buttons pressed one after another, as a patient reader would, until none is left."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from boredcrawl.pages.more.buttons import LABEL, LONGEST

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as Asked

SECONDS_PER_CLICK = 10
"""How long a button may take to bring something."""

SAMPLE = 400
"""Characters of an answer that are kept to be shown."""

PRESS_ONE = """
async ([label, longest, patience]) => {
  const pattern = new RegExp(label, "i");
  const dead = window.__pressedInVain ||= new Map();
  if (!window.__staysHere) {
    window.__staysHere = true;
    // A link is pressed for its script, not to be followed.
    window.addEventListener("click", (event) => {
      if (event.target.closest && event.target.closest("a")) event.preventDefault();
    });
  }
  const said = (el) => {
    const copy = el.cloneNode(true);
    copy.querySelectorAll("svg, style, script").forEach((one) => one.remove());
    return (el.value || copy.textContent).replace(/\\s+/g, " ").trim();
  };
  const isShown = (el) => el.getClientRects().length > 0 &&
    getComputedStyle(el).visibility !== "hidden" && !el.disabled;
  // In an entry of a list that is folded away a button is not shown, and has its comments all
  // the same. A thread's second printing, for another size of screen, has the same buttons.
  const known = window.__pressedOnes ||= new Set();
  const isFolded = (el) => !el.disabled && el.getClientRects().length === 0 &&
    getComputedStyle(el).display !== "none" && !known.has(el.outerHTML);
  const carries = (el) => Object.keys(el.dataset).length > 0;
  const mayBe = /comment|repl|answer|respon|more/i;
  const isButton = (el) => {
    const all = el.value || el.textContent;
    if (all.length > longest * 4 || !mayBe.test(all)) return false;
    const words = said(el);
    return words.length <= longest && pattern.test(words) && (isShown(el) || isFolded(el));
  };
  const isVain = ([el, times]) => times > 1 && el.isConnected && isShown(el);
  const left = Array.from(document.querySelectorAll(
    "a, button, [role=button], [onclick], input[type=button], input[type=submit]"
  )).filter((el) => (dead.get(el) || 0) < 2 && isButton(el));
  if (!left.length) {
    return {pressed: false, left: Array.from(dead.entries()).filter(isVain).length};
  }
  left.sort((a, b) => isShown(b) - isShown(a));
  const button = left[0];
  const wasShown = isShown(button);
  if (carries(button) || !wasShown) known.add(button.outerHTML);
  const size = () => document.body.textContent.length;
  const before = size();
  let changedAt = 0;
  const observer = new MutationObserver(() => { changedAt = performance.now(); });
  observer.observe(document.body, {childList: true, subtree: true});
  button.scrollIntoView({block: "center"});
  button.click();
  const end = performance.now() + patience;
  while (performance.now() < end) {
    await new Promise((done) => setTimeout(done, 15));
    const isQuiet = changedAt && performance.now() - changedAt > 30;
    if (isQuiet && (size() !== before || !button.isConnected)) break;
    if (!button.isConnected && !changedAt) break;
    if (wasShown && button.isConnected && !isShown(button) && !button.disabled) break;
  }
  observer.disconnect();
  if (size() <= before && button.isConnected && (isShown(button) || !wasShown)) {
    dead.set(button, (dead.get(button) || 0) + 1);
  }
  return {pressed: true, left: left.length};
}
"""
"""Presses the first button that is shown; waits until the page has changed and is quiet."""


class Pressing:
    """The pressing of one page's buttons, and what they requested."""

    def __init__(self, *, clicks: int, seconds: int, pause: float) -> None:
        self.clicks = clicks
        self.seconds = seconds
        self.pause = pause
        self.done = 0
        self.left = 0
        self.requests: list[dict[str, Any]] = []
        self._asked: list[Asked] = []
        self._is_pressing = False

    @property
    def outcome(self) -> dict[str, Any]:
        """How many presses there were, how many buttons are left, and what was requested."""
        return {"clicks": self.done, "left": self.left, "requests": self.requests}

    def watch(self, page: Page) -> None:
        """Note what is requested once the pressing has begun."""
        page.on("request", self._note)

    def _note(self, asked: Asked) -> None:
        if self._is_pressing and asked.resource_type in {"xhr", "fetch"}:
            self._asked.append(asked)

    async def press(self, page: Page) -> None:
        """Press until no button is left, or the budget is used."""
        end = time.monotonic() + self.seconds
        self._is_pressing = True
        while self.done < self.clicks and (room := end - time.monotonic()) > 0:
            patience = 1000 * min(SECONDS_PER_CLICK, room)
            state = await page.evaluate(PRESS_ONE, [LABEL, LONGEST, patience])
            # Those that are shown still, though they were pressed in vain, are left as well.
            self.left = state["left"]
            if not state["pressed"]:
                break
            self.done += 1
            if self.pause:
                await page.wait_for_timeout(1000 * self.pause)
        self._is_pressing = False
        await self._sample()

    async def _sample(self) -> None:
        for asked in self._asked:
            response = await asked.response()
            self.requests.append(
                {
                    "method": asked.method,
                    "url": asked.url,
                    "body": asked.post_data,
                    "status": response.status if response else None,
                    "type": response.headers.get("content-type") if response else None,
                    "sample": (await response.text())[:SAMPLE] if response else None,
                }
            )
