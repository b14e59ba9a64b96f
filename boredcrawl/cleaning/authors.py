"""Names out of bylines: people and teams, never addresses, dates, roles or the site."""

from __future__ import annotations

import re

from boredcrawl.cleaning.text import squash

# What comes before the names: "By", "Story by", "Author:", "View all posts by"
_BY = re.compile(
    r"^\W*(?:view all (?:posts|articles) by|(?:(?:words|story|text|article|written|posted|"
    r"published|submitted|created|reviewed|reported|report|analysis|opinion|news|authored|contributed)\s+)?by)"
    r"\b\s*:?\s+|^\W*(?:by|von|par|por|authors?|text|texto|autore?s?)\s*:\s*",
    re.IGNORECASE,
)
# "Von Jakob Hart", "Par Ann Lee"; but "Von Miller" and "Di Smith" are names
_BY_ABROAD = re.compile(r"^\W*(?:von|vom|par|por|di|door|av|af|od)\s+(?=\S+\s+\S)", re.IGNORECASE)
# "A, B and C", "A and\nB", "A | B", "A und B"; "Ann Paz y Leo Rey", but not "Paz y Rey"
_BETWEEN = re.compile(
    r"\s*(?:[;|\n•·]|\s[\u2013—-]\s|,?\s(?:and|und|et|og|och|with|&)\s|,?\s(?:y|e|i|en|ja)\s(?=\S+\s+\S))\s*",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"^(?:(?:web|site|super)?\s*(?:admin\w*|master)|staff(?:\s+(?:writer|reporter)s?)?|editors?|"
    r"editorial(?:\s+(?:team|staff|board))?|the\s+editors?|news\s*(?:room|desk|team)|web\s*desk|"
    r"online\s*desk|redaktion|redazione|redacci[oó]n|redac[aã]o|r[ée]daction|guest(?:\s+\w+)?|"
    r"contributors?|community\s+member|anonymous|unknown|authors?|autore?|none|null|undefined|n/?a|"
    r"user|root|red|by|press\s+release|wire(?:\s+services?)?|agenc(?:y|ies)|member|follow(?:ing)?|"
    r"publisher|writer|reporter|journalist|correspondent|columnist|agenturen|agencies|"
    r"more|share|subscribe|image|photo|video|view\s+bio|bio|see\s+bio|loading)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:staff|senior|chief|editor|writer|reporter|correspondent|contributor|journalist|columnist|"
    r"producer|photographer|publisher|director|professor|analyst|critic|fellow|intern|"
    r"redakteur\w*|autor\w*|redaktor\w*|korrespondent\w*|journalistin|giornalista|periodista|"
    r"community\s+member|profesor\w*|times|post|news|press|magazine|media|tribune|herald|"
    r"gazette|journal|associated|reuters|afp|dpa|bloomberg|university|institute)\b",
    re.IGNORECASE,
)
# "Ann Lee Senior Writer", "Ann Lee Example Times staff reporter"
_TITLE_AFTER = re.compile(
    r"^([^\W\d_][\w.'\u2019-]*(?:\s+[^\W\d_][\w.'\u2019-]*){1,3}?)\s+"
    r"(?:(?:senior|staff|chief|deputy|associate|assistant|contributing|managing|news|sports|features|political)\s+)+"
    r"(?:writer|reporter|editor|correspondent|contributor|columnist|producer)\b.*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"https?:|www\.|@|\.(?:com|net|org|de|co|uk|fr|it|es|eu|ch|at|pl|cz|io|tv|info|lt|tr|ru|in)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\b\d{1,2}[./]\d{1,2}\b|\b(?:ago|min read|updated|published)\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b",
    re.IGNORECASE,
)
_JUNK = re.compile(r"[{}<>\[\]\\=#%$]|\d{3}")
_DEGREE = re.compile(r"(?:Ph\.?\s?D|M\.?D|M\.?A|B\.?A|M\.?Sc|R\.?N|J\.?D|Esq|CFP|CFA)\.?")
_EDGES = ' \t\n.,:;|/-\u2013—•·*"“”'
_PARTICLES = frozenset(
    (
        *("al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "e", "el"),
        *("la", "le", "ter", "van", "von", "y", "zu"),
    )
)
_PROSE = 3
"""Words in small letters from which a text is a sentence; two may be "ann lee"."""

_SHORTEST, _LONGEST, _MOST_WORDS = 2, 60, 6


def split_authors(byline: str) -> tuple[str, ...]:
    r"""Give the names of a byline, in order, each once; what is no name is left out.

    >>> split_authors("By Ann Lee, Bo Ek and\nCy Oh")
    ('Ann Lee', 'Bo Ek', 'Cy Oh')
    >>> split_authors("Terry Oak, example.com - Dec 20, 2023 3:06 pm")
    ('Terry Oak',)
    >>> split_authors("https://facebook.com/site"), split_authors("admin")
    ((), ())
    """
    byline = re.sub(r"[^\S\n]+", " ", byline.strip())
    names: list[str] = []
    for piece in _BETWEEN.split(_BY_ABROAD.sub("", _BY.sub("", byline))):
        for position, part in enumerate(_commas(piece)):
            name = clean_name(part)
            # "Ann Lee, Example Times": what follows a name is often where they work.
            if name and not (position and _is_employer(name, names)):
                names.append(name)
    return tuple(dict.fromkeys(names))


def clean_name(text: str) -> str | None:
    """Give one name without its "By", or None where the text is no name.

    >>> clean_name(" by  Ann  Lee |"), clean_name("Staff"), clean_name("a@example.com")
    ('Ann Lee', None, None)
    """
    name = re.sub(r"\s*\([^)]*\)", "", squash(text))
    name = _BY.sub("", name).strip(_EDGES)
    name = _TITLE_AFTER.sub(r"\1", name)
    if not name or len(name) > _LONGEST or len(name.split()) > _MOST_WORDS:
        return None
    if not any(char.isalpha() for char in name) or len(name) < _SHORTEST:
        return None
    if sum(1 for word in name.split() if word.islower() and word not in _PARTICLES) >= _PROSE:
        return None
    if "http" in name.lower():
        return None
    if _NOBODY.match(name) or _ADDRESS.search(name) or _TIME.search(name) or _JUNK.search(name):
        return None
    return name


def same_name(one: str, other: str) -> bool:
    """Whether two names differ only in case, marks and spaces.

    >>> same_name("Al Jazeera", "AlJazeera.com"), same_name("Ann Lee", "Bo Ek")
    (True, False)
    """
    return _letters(one) == _letters(other)


def _is_employer(name: str, names: list[str]) -> bool:
    """Whether what follows a name and a comma is a role, a paper, or a station in capitals."""
    shouted = name.isupper() and bool(names) and not names[-1].isupper()
    return shouted or _ROLE.search(name) is not None


def _letters(name: str) -> str:
    name = re.sub(r"^(?:https?://)?(?:www\.)?", "", name.casefold())
    name = re.sub(r"\.(?:com|net|org|de|co\.uk|fr|it|es|tv|info)(?:\.\w\w)?/?$", "", name)
    return re.sub(r"[\W_]+", "", name).removeprefix("the")


def _commas(piece: str) -> list[str]:
    """Split at commas, except before what belongs to the name: "Ann Lee, Jr.", "Lee, PhD".

    >>> _commas("Ann Lee, Jr., Bo Ek, PhD")
    ['Ann Lee, Jr.', 'Bo Ek']
    """
    parts: list[str] = []
    for part in piece.split(","):
        bare = part.strip()
        if parts and re.fullmatch(r"(?:Jr|Sr|II|III|IV)\.?", bare):
            parts[-1] += f", {bare}"
        elif not re.fullmatch(
            r"(?:Ph\.?\s?D|M\.?D|M\.?A|B\.?A|M\.?Sc|R\.?N|J\.?D|Esq|CFP|CFA)\.?", bare
        ):
            parts.append(bare)
    return parts
