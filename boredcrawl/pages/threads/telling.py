"""Tell times and names among short texts, in the languages of the forums met so far."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from boredcrawl.pages.comment_pieces import PROFILE
from boredcrawl.pages.comment_words import is_furniture, is_role

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from boredcrawl.pages.threads.parts import Part

_LONGEST_TIME = 80
_LONGEST_NAME = 60
_LONGEST_LINKED = 120
"""Characters of a name that is a link: the title of a page that pings back."""

_CLOCK = r"\b\d{1,2}(?:\s?[:h]\s?\d{2}\b|\.\d{2}(?=\s*(?:uhr\b|[ap]\.?m\b|[a-z]{3}t\b|$)))"
_YEAR = r"\b(?:19|20)\d\d\b"
_NUMERIC = r"\b\d{1,4}[-/.]\s?(?:\d{1,2}|[^\W\d_]{3,4})[-/.]\s?(?:\d{4}|\d{1,2})\b"
_UNIT = (
    r"(?:s|m|h|d|w|y|mo|yr|sec|min|hr)s?|seconds?|minutes?|hours?|days?|weeks?|months?|years?"
    r"|sekunden?|minuten?|stunden?|tag(?:en?)?|wochen?|monat(?:en?)?|jahr(?:en?)?"
    r"|secondes?|heures?|jours?|semaines?|mois|ans?"
    r"|segundos?|minutos?|horas?|d[ií]as?|semanas?|mes(?:es)?|m[eê]s|años?|anos?"
    r"|ore?|giorn[oi]|settiman[ae]|anni?|uur|uren|dag(?:en)?|week|weken|maand(?:en)?|jaar|jaren"
    r"|timmar?|dagar?|vecko?r|månad(?:er)?|år|dni|godzin\w*|lat|rok\w*|miesi\w+|dney|дн\w+|час\w*"
)
_COUNTED = rf"(?:\d+\s*|(?:an?|one|eine[mnr]?|un[ae]?)\s+)(?:{_UNIT})\b"
# 3 hours ago / 1 Jahr 2 Tage her / vor 3 Stunden / il y a 2 jours / 5h / gestern, 12:30
_AGO = re.compile(
    rf"(?:\b{_COUNTED}.{{0,30}}?\b(?:ago|her|fa|geleden|sedan|siden|temu|назад|atr[aá]s|earlier)\b"
    rf"|\b(?:vor|il y a|hace|h[aá]|för|for)\s[^\d]{{0,12}}\b{_COUNTED}"
    r"|^\d+\s?(?:s|m|h|d|w|mo|y|min|hrs?)$"
    r"|\b(?:just now|yesterday|today|gestern|heute|hier|aujourd.hui|ayer|hoy|ieri|oggi|vandaag"
    r"|gisteren)\b)",
    re.IGNORECASE,
)
# 5. Januar 2019 um 03:32 / 1/26 at 7:34 pm / Apr 11, 2020 / Dim 29 Oct 2017 16:46 / 26/05/20
_DATED = re.compile(
    rf"(?:{_NUMERIC})|\b\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?,?\s+(?:de\s+|of\s+)?[^\W\d_]{{3,12}}\.?,?"
    rf"\s*(?:de\s+)?(?:{_YEAR})?|\b[^\W\d_]{{3,12}}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s*{_YEAR})?"
    r"|\d{4}年\d{1,2}月\d{1,2}日|\b\d{1,2}/\d{1,2}(?=\s)",
    re.IGNORECASE,
)
_OF_NUMBERS = re.compile(_NUMERIC, re.IGNORECASE)
_MONTH = (
    r"(?:jan|feb|f[eé]v|mar|mär|mrt|apr|abr|avr|ma[yijg]|jun|juin|jul|juil|giu|lug|lip|aug|ago|ao[uû]"
    r"|sep|set|oct|okt|out|ott|nov|dec|dez|d[eé]c|dic|ene|gen)[^\W\d_]*\.?"
)
# February 15 / 18 April / 3. Mai
_BARE = re.compile(
    rf"^\W*{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\W*$|^\W*\d{{1,2}}(?:st|nd|rd|th|\.)?\s+{_MONTH}\W*$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_WITH_CLOCK = re.compile(_CLOCK, re.IGNORECASE)
_WITH_YEAR = re.compile(_YEAR)
_NUMBERED = re.compile(r"\d")
_MOST_WORDS = 7
_FEW_WORDS = 4
_JOINED = re.compile(
    r"join|regist|member since|inscri|beigetreten|dabei seit|mitglied seit|enregistr|founded"
    r"|iscritto|lid (?:sinds|geworden)|medlem|since|birth|alter\b|edited|ge(?:ändert|bewerkt)"
    r"|änderung|bearbeitet|modifi|editad|last visit|last seen",
    re.IGNORECASE,
)
# 3 days ago (edited)
_EDITED_SINCE = re.compile(
    r"\s*[(\[]\s*(?:edited|bearbeitet|editado|modifié|bewerkt)\s*[)\]]$", re.IGNORECASE
)
_AUTHORED = re.compile(
    r"auth(?:or|\b)|user|commenter|nick|poster|member|contributor|creator|\bfn\b|\bvcard\b|profile"
    r"|screen-?name|display-?name|\bby\b|autor|auteur",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"title|rank|role|badge|banner|status|label|group|stat|count|online|extras|info\b|signature|quote"
    r"|date|time|meta-?data|permalink",
    re.IGNORECASE,
)
_BADGE = re.compile(r"badge|banner|user-?title", re.IGNORECASE)
_PEOPLE = re.compile(
    r"/(?:membre|mitglied|usuario|utilisateur|profilo?|users?|members?|profil|nutzer)[-/_]?\w"
    r"|action=profile|user_profile=|/User-",
    re.IGNORECASE,
)
_PROSE = frozenset(("p", "li", "ul", "blockquote", "pre", "h1", "h2"))
_ADDRESSES = ("http:", "https:", "www.")
_NOTHING_SAID = re.compile(r"[\W\d_]*")


@lru_cache(maxsize=16384)
def is_timelike(text: str) -> bool:
    """Whether a short text is a time, with at most a few words around it.

    >>> [is_timelike(t) for t in ("5. Januar 2019 um 03:32", "vor 3 Stunden", "1 Jahr 2 Tage her")]
    [True, True, True]
    >>> [is_timelike(t) for t in ("3 days ago (edited)", "edited 3 days ago", "1/26 at 7:34 pm")]
    [True, False, True]
    >>> [is_timelike(t) for t in ("Posts: 12", "Join Date: Mar 12, 2008", "I was 2 years late")]
    [False, False, False]
    """
    if text.endswith((")", "]")):
        text = _EDITED_SINCE.sub("", text)
    if len(text) > _LONGEST_TIME or _JOINED.search(text):
        return False
    said = _AGO.search(text)
    if said is not None:
        return len(_WORDS.findall(text)) <= _MOST_WORDS
    if not _NUMBERED.search(text):
        return False
    words = len(_WORDS.findall(text))
    if words > _MOST_WORDS or not _DATED.search(text):
        return False
    if _WITH_CLOCK.search(text) or (_WITH_YEAR.search(text) and words <= _FEW_WORDS):
        return True
    return words <= _FEW_WORDS and (_OF_NUMBERS.search(text) or _BARE.search(text)) is not None


def says_clock(text: str) -> bool:
    """Whether a time says the minute."""
    return _WITH_CLOCK.search(text) is not None


def is_of_account(before: str) -> bool:
    """Whether the label before a time says it is no post's: "Joined:", "Last edited"."""
    return _JOINED.search(before) is not None


def is_profile(link: HtmlElement | None) -> bool:
    """Whether a link leads to somebody's page."""
    if link is None:
        return False
    href = link.get("href") or ""
    return PROFILE.search(href) is not None or _PEOPLE.search(href) is not None


def name_score(part: Part) -> int:
    """Say how much a text looks like somebody's name: below 1 it is none."""
    text, owner = part.text, part.owner
    if len(text) > (_LONGEST_NAME if part.link is None else _LONGEST_LINKED) or is_furniture(text):
        return 0
    own = owner.get("class") or ""
    parent = owner.getparent()
    near = f"{own} {(parent.get('class') or '') if parent is not None else ''}"
    is_called = _calls_author(near) and not _calls_other(near)
    if not is_called and (
        is_timelike(text) or text.startswith(_ADDRESSES) or _NOTHING_SAID.fullmatch(text)
    ):
        return 0
    if part.link is None and owner.tag in _PROSE and not _calls_author(own):
        return 0
    score = 1
    if is_profile(part.link):
        score += 4
    elif part.link is not None:
        score += 1
    if _calls_author(part.around):
        score += 3
    if owner.tag in {"b", "strong", "cite"}:
        score += 1
    if _calls_other(own) or (parent is not None and _BADGE.search(parent.get("class") or "")):
        score -= 3
    if text.endswith(":") and part.link is None:
        score -= 2
    return score if not is_role(text) or is_profile(part.link) else 0


@lru_cache(maxsize=16384)
def _calls_author(names: str) -> bool:
    return _AUTHORED.search(names) is not None


@lru_cache(maxsize=16384)
def _calls_other(names: str) -> bool:
    return _NO_AUTHOR.search(names) is not None
