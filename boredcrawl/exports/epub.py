"""EPUB 3: a selection as one book, with the pictures the archive has."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from boredcrawl.exports.page import STYLE, page_body, said
from boredcrawl.exports.pictures import pictures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from boredcrawl.db.whole import Whole

BOOK_MIMES = {"image/jpeg", "image/png", "image/gif", "image/webp"}
"""Pictures every reading system must show (EPUB 3.3, core media types)."""

CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""

PACKAGE = """\
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>en</dc:language>
<meta property="dcterms:modified">{modified}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{manifest}
</manifest>
<spine>
{spine}
</spine>
</package>
"""

XHTML = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title>{title}</title><link rel="stylesheet" href="style.css"/></head>
<body>
{body}
</body>
</html>
"""


def write_epub(articles: Iterable[Whole], file: Path, archive: Path | None, title: str) -> None:
    """Write a book of the articles; a picture we have no file of is a link."""
    manifest, entries, spine, known = [], [], [], set()
    file.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(file, "w", ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", ZIP_STORED)
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("book/style.css", STYLE)
        for article in articles:
            name = f"article-{article['id']}"
            files = {
                url: picture
                for url, picture in pictures(article, archive).items()
                if picture.mime in BOOK_MIMES
            }
            for picture in set(files.values()):
                if picture.name not in known:
                    known.add(picture.name)
                    book.write(picture.file, f"book/images/{picture.name}", ZIP_STORED)
                    manifest.append(
                        f'<item id="i{picture.name}" href="images/{picture.name}" '
                        f'media-type="{picture.mime}"/>'
                    )
            heading = said(article["title"] or article["url"])
            body = page_body(article, files, "images/", "link")
            book.writestr(f"book/{name}.xhtml", XHTML.format(title=heading, body=body))
            manifest.append(
                f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'
            )
            spine.append(f'<itemref idref="{name}"/>')
            entries.append(f'<li><a href="{name}.xhtml">{heading}</a></li>')
        listed = f'<nav epub:type="toc"><h1>{said(title)}</h1><ol>{"".join(entries)}</ol></nav>'
        book.writestr("book/nav.xhtml", XHTML.format(title=said(title), body=listed))
        package = PACKAGE.format(
            identifier=uuid.uuid4(),
            title=said(title),
            modified=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            manifest="\n".join(manifest),
            spine="\n".join(spine),
        )
        book.writestr("book/book.opf", package)
