"""Comments as objects of JSON, their keys told by what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(kw_only=True, slots=True)
class Onward:
    """What an answer says of going on: a token, an address, or only that there is more."""

    token: str | None = None
    url: str | None = None


@dataclass(kw_only=True, slots=True)
class Said:
    """One comment as an endpoint tells it."""

    id: str | None = None
    parent: str | None = None
    name: str | None = None
    profile: str | None = None
    role: str | None = None
    html: str = ""
    when: str | None = None
    machine_time: str | None = None
    is_edited: bool = False
    score: int | None = None
    replies: Group


@dataclass(kw_only=True, slots=True)
class Group:
    """Comments under one parent, as far as they were sent."""

    comments: list[Said] = field(default_factory=list)
    onward: Onward | None = None


# The names keys go by, without case and underscores, best first.
_ID = ("commentid", "id", "uid", "_id", "pk", "uuid")
_PARENT = ("parentid", "parentcommentid", "parent", "inreplyto", "replyto", "inreplytoid")
_AUTHOR = ("author", "user", "commenter", "member", "owner", "poster", "createdby", "by")
_NAME = (
    *("displayname", "name", "authorname", "username", "nickname", "fullname", "commentauthor"),
    *("login", "nick", "screenname", "handle", "author", "user"),
)
_PROFILE = ("profileurl", "url", "path", "link", "profile", "href", "permalink", "authorurl")
_ROLE = ("role", "status", "badge", "title", "rank")
_TEXT = (
    *("html", "contenthtml", "texthtml", "bodyhtml", "rendered", "content", "text", "body"),
    *("message", "comment", "commentcontent", "raw", "commenttext", "msg"),
)
_TIME = (
    *(
        "createdat",
        "created",
        "dategmt",
        "date",
        "postedat",
        "publishedat",
        "published",
        "datetime",
    ),
    *("timestamp", "time", "when", "ago", "posted", "commentdate", "createdon", "timeago"),
)
_EDITED = ("isedited", "edited", "editedat", "wasedited")
_SCORE = (
    "score",
    "points",
    "votes",
    "likes",
    "karma",
    "rating",
    "upvotes",
    "likecount",
    "votecount",
)
_IMAGE = ("image", "picture", "photo", "media", "imageurl", "attachment")
_REPLIES = (
    "replies",
    "children",
    "answers",
    "responses",
    "comments",
    "kids",
    "thread",
    "subcomments",
)
_NEXT = (
    *("next", "nextcursor", "cursor", "nextpage", "nextpagetoken", "endcursor", "after", "more"),
    *("continuation", "nexttoken", "token", "nexturl", "nextoffset", "pagetoken"),
)
_HAS_MORE = ("hasmore", "hasnext", "hasnextpage", "more", "ismore", "loadmore", "next")
_WRAPPED = ("pageinfo", "paging", "pagination", "meta", "links")


def find_group(data: Any) -> Group | None:
    """Find the comments in an answer: the first list of objects that look like comments.

    >>> ann = {"user": {"name": "Ann"}, "body": "Hi"}
    >>> group = find_group({"data": {"items": [ann], "next": 7}})
    >>> group.comments[0].name, group.comments[0].html, group.onward.token
    ('Ann', 'Hi', '7')
    """
    work: list[tuple[Any, tuple[Any, ...]]] = [(data, ())]
    while work:
        value, above = work.pop(0)
        if isinstance(value, list):
            if value and all(_is_comment(one) for one in value):
                holders = [one for one in reversed(above) if isinstance(one, dict)]
                onward = next(filter(None, map(onward_of, holders)), None)
                return Group(comments=_nested([_read(one) for one in value]), onward=onward)
            work += ((one, (*above, value)) for one in value if isinstance(one, (dict, list)))
        elif isinstance(value, dict):
            held = [one for one in value.values() if isinstance(one, (dict, list))]
            if held and all(_is_comment(one) for one in held):
                # Objects by their ids: {"comments": {"7": {…}, "9": {…}}}
                read = [_read(one) for one in held if isinstance(one, dict)]
                return Group(comments=_nested(read))
            work += ((one, (*above, value)) for one in held)
    return None


def onward_of(data: Any) -> Onward | None:
    """Read what an object says of going on.

    >>> onward_of({"has_more": True}), onward_of({"next": None, "total": 3})
    (Onward(token=None, url=None), None)
    """
    if not isinstance(data, dict):
        return None
    keys = _by_meaning(data)
    if any(keys.get(name) is False for name in _HAS_MORE):
        return None
    for name in _NEXT:
        value = keys.get(name)
        if isinstance(value, dict):
            value = _first(_by_meaning(value), ("url", "href", "cursor", "token"))
        if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
            continue
        text = str(value)
        if text.startswith(("http://", "https://", "/")):
            return Onward(url=text)
        return Onward(token=text)
    if any(keys.get(name) is True for name in _HAS_MORE):
        return Onward()
    return next(filter(None, (onward_of(keys.get(name)) for name in _WRAPPED)), None)


def _by_meaning(data: dict[str, Any]) -> dict[str, Any]:
    return {str(key).replace("_", "").replace("-", "").lower(): v for key, v in data.items()}


def _first(keys: dict[str, Any], names: Iterable[str]) -> Any:
    return next((keys[name] for name in names if keys.get(name) not in (None, "", [], {})), None)


def _is_comment(value: Any) -> bool:
    """Whether an object has a text, and a person or a time beside it."""
    if not isinstance(value, dict):
        return False
    keys = _by_meaning(value)
    if _text(keys) is None and _first(keys, _IMAGE) is None:
        return False
    return any(_first(keys, names) is not None for names in (_AUTHOR, _NAME, _TIME))


def _text(keys: dict[str, Any]) -> str | None:
    value = _first(keys, _TEXT)
    if isinstance(value, dict):
        value = _first(_by_meaning(value), _TEXT)
    return value if isinstance(value, str) else None


def _read(data: dict[str, Any]) -> Said:
    keys = _by_meaning(data)
    person = _first(keys, _AUTHOR)
    who = _by_meaning(person) if isinstance(person, dict) else {}
    name = _first(who, _NAME) if who else _first(keys, _NAME)
    profile = _first(who, _PROFILE) if who else keys.get("authorurl") or keys.get("profileurl")
    role = _first(who, _ROLE) if who else keys.get("authorrole")
    text = _text(keys) or ""
    when, machine = _time(_first(keys, _TIME))
    edited = _first(keys, _EDITED)
    score = _first(keys, _SCORE)
    id_, parent = _first(keys, _ID), _first(keys, _PARENT)
    return Said(
        id=str(id_) if isinstance(id_, (str, int)) else None,
        parent=str(parent) if isinstance(parent, (str, int)) and str(parent) != "0" else None,
        name=name if isinstance(name, str) else None,
        profile=profile if isinstance(profile, str) else None,
        role=role if isinstance(role, str) else None,
        html=_markup(text) + _pictures(_first(keys, _IMAGE)),
        when=when,
        machine_time=machine,
        is_edited=bool(edited) and edited != "0",
        score=score if isinstance(score, int) and not isinstance(score, bool) else None,
        replies=_replies(_first(keys, _REPLIES)),
    )


def _replies(value: Any) -> Group:
    if isinstance(value, list):
        return Group(comments=[_read(one) for one in value if _is_comment(one)])
    if isinstance(value, dict):
        inner = _first(_by_meaning(value), (*_REPLIES, "items", "data", "nodes", "list"))
        some = [one for one in inner if _is_comment(one)] if isinstance(inner, list) else []
        return Group(comments=[_read(one) for one in some], onward=onward_of(value))
    return Group()


def _nested(flat: list[Said]) -> list[Said]:
    """Hang comments under the parents they name, where these are among them."""
    by_id = {said.id: said for said in flat if said.id}
    tops: list[Said] = []
    for said in flat:
        above = by_id.get(said.parent) if said.parent else None
        if above is not None and above is not said:
            above.replies.comments.append(said)
        else:
            tops.append(said)
    return tops


def _markup(text: str) -> str:
    if re.search(r"<[a-z/]|&[a-z]+;|&#", text, re.IGNORECASE):
        return text
    return escape(text, quote=False).replace("\n", "<br>")


def _pictures(value: Any) -> str:
    if isinstance(value, dict):
        value = _first(_by_meaning(value), ("url", "src", "path", "original"))
    return f'<img src="{escape(value)}" alt="">' if isinstance(value, str) else ""


_MILLISECONDS = 100_000_000_000


def _time(value: Any) -> tuple[str | None, str | None]:
    """Read a time as its words and, where it is an instant, as machines say it.

    >>> _time(1763812800), _time("4 months ago")
    (('2025-11-22T12:00:00+00:00', '2025-11-22T12:00:00+00:00'), ('4 months ago', None))
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0:
        seconds = value / 1000 if value > _MILLISECONDS else value
        instant = datetime.fromtimestamp(seconds, UTC).isoformat()
        return instant, instant
    if isinstance(value, str):
        is_instant = re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", value) is not None
        return value, value if is_instant else None
    return None, None
