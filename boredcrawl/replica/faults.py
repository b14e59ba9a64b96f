"""Misbehaviour on demand: which requests go wrong, and how.

| kind | what happens |
| --- | --- |
| `429`, `503` | the status, with `Retry-After` |
| `status` | any status (`status`) |
| `reset` | the connection is reset before a byte is sent |
| `truncated` | half the body, though its whole length was announced |
| `slow` | the body in drops over `seconds` |
| `late` | the answer after `seconds` |
| `charset` | a wrong charset is declared (`charset`) |
| `loop` | a redirect to itself, for ever |
| `away` | a redirect to `location` |
| `huge` | the page, with `size` bytes of filler in it |
| `block` | a "robot check" page, with `status` 403 or 200 |
| `empty` | 200 and nothing |
| `garbage` | 200 and noise that claims to be HTML |
| `image` | `what` instead of the picture: another format, `bomb`, `svg`, `html` named .jpg |
| `flood` | `size` bytes, sent as fast as they are taken; `declared`: their number said before |
| `moved` | a redirect to `location` |
| `restyled` | the page with nothing but `div`s without names, and nothing for machines |
| `unmodified` | 304 to any conditional request, whatever changed |
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from boredcrawl.exceptions import WrongOption
from boredcrawl.replica.dice import Dice
from boredcrawl.replica.odd_images import odd_image
from boredcrawl.replica.routes import Answer

if TYPE_CHECKING:
    from boredcrawl.replica.routes import Ask

KINDS = (
    "429", "503", "status", "reset", "truncated", "slow", "late", "charset", "loop", "away", "huge",
    "block", "empty", "garbage", "restyled", "unmodified", "image", "flood", "moved",
)  # fmt: skip

BLOCK_PAGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    b"<h1>Are you a robot?</h1><p>Please enable JavaScript and complete the check below to "
    b'continue.</p><div id="challenge-form" class="captcha"></div></body></html>'
)

STYLED = re.compile(rb' (?:class|id|rel|href|itemprop|itemtype|data-[\w-]+)="[^"]*"')
MEANT = re.compile(
    rb"<(/?)(?:article|section|header|footer|main|nav|aside|figure|figcaption|h1|h2|h3|time|ul|ol|li"
    rb"|p|button)\b"
)
MACHINES = re.compile(rb'<script type="application/ld\+json".*?</script>|<meta [^>]*>', re.DOTALL)
"""What a page class knows a page by."""


@dataclass(kw_only=True)
class Fault:
    """A rule: requests whose path matches go wrong, `count` times after the first `after`."""

    kind: str
    pattern: str = ".*"
    count: int | None = None
    """How many requests it spoils; None for all."""
    after: int = 0
    retry_after: int | str | None = 1
    status: int = 403
    seconds: float = 1.0
    size: int = 20_000_000
    charset: str = "iso-8859-1"
    what: str = "gif"
    declared: bool = True
    location: str = "/"
    seen: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise WrongOption(f"no fault {self.kind}; choose from: {', '.join(KINDS)}")
        self.matches = re.compile(self.pattern).search

    def strikes(self, ask: Ask) -> bool:
        """Say whether this request goes wrong, and count it."""
        if not self.matches(ask.path + (f"?{ask.query}" if ask.query else "")):
            return False
        self.seen += 1
        turn = self.seen - self.after
        return turn > 0 and (self.count is None or turn <= self.count)


class Faults:
    """The rules in force, oldest first."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []

    def strike(self, ask: Ask) -> Fault | None:
        """Find the first rule that spoils this request."""
        return next((rule for rule in self.rules if rule.strikes(ask)), None)


def spoiled(fault: Fault, ask: Ask, answer: Answer) -> Answer:
    """Give the answer a fault makes of the right one; those of the wire are left as they are."""
    headers = {}
    if fault.retry_after is not None:
        headers["Retry-After"] = str(fault.retry_after)
    if fault.kind in {"429", "503"}:
        return Answer(status=int(fault.kind), headers=headers, body=b"<h1>Slow down</h1>")
    if fault.kind == "status":
        return Answer(status=fault.status, body=b"<h1>Error</h1>")
    if fault.kind == "block":
        return Answer(status=fault.status, body=BLOCK_PAGE)
    if fault.kind == "image":
        odd = odd_image(ask.path, fault.what)
        return Answer(body=odd[0], mime=odd[1]) if odd else answer
    if fault.kind == "moved":
        return Answer(status=302, headers={"Location": fault.location})
    if fault.kind == "loop":
        return Answer(status=302, headers={"Location": ask.path})
    if fault.kind == "away":
        return Answer(status=302, headers={"Location": fault.location})
    if fault.kind == "empty":
        return Answer()
    if fault.kind == "garbage":
        return Answer(body=Dice.thrown("garbage", ask.path).randbytes(5000))
    if fault.kind == "charset":
        mime = answer.mime.partition(";")[0]
        return replace(answer, mime=f"{mime}; charset={fault.charset}")
    if fault.kind == "restyled":
        body = MACHINES.sub(b"", STYLED.sub(b"", answer.body))
        return replace(answer, body=MEANT.sub(rb"<\1div", body))
    if fault.kind == "huge":
        line = b"<!-- nothing to see here, only a great many words -->\n"
        filler = line * (fault.size // len(line) + 1)
        return replace(answer, body=answer.body.replace(b"<body", filler + b"<body", 1))
    return answer
