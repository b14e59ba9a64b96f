"""The reader as an application: every page as HTML and, beside it, as JSON."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from boredcrawl.db.asking.bounded import is_out_of_time
from boredcrawl.db.asking.cursors import read_id
from boredcrawl.db.transaction import reading
from boredcrawl.exceptions import BoredcrawlError, DatabaseTrouble, WrongQuery
from boredcrawl.web.asked import read_all
from boredcrawl.web.files import picture
from boredcrawl.web.guard import Guard
from boredcrawl.web.kept import Kept
from boredcrawl.web.news import articles_feed, thread_feed
from boredcrawl.web.openapi import described, json_path
from boredcrawl.web.pages import PAGES, Asked, Page
from boredcrawl.web.rendering import environment, gathered, without
from boredcrawl.web.schema import as_data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Engine
    from starlette.requests import Request

logger = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"
PART = 100_000
"""Characters of a page sent at once: nearly all pages are shorter, and sent whole."""


def moment() -> datetime:
    """Look at the clock."""
    return datetime.now(UTC)


class Reader:
    """Answers requests from one archive."""

    def __init__(self, engine: Engine, archive: Path, now: Callable[[], datetime]) -> None:
        self.engine = engine
        self.archive = archive
        self.now = now
        self.templates = environment()
        self.kept = Kept()
        self.description = json.dumps(described(version("boredcrawl"))).encode()

    def routes(self) -> list[Route | Mount]:
        """Give every address there is; the JSON of a page first, since it ends as none else."""
        routes: list[Route | Mount] = []
        for page in PAGES:
            routes.append(Route(json_path(page.path), partial(self.answer_json, page)))
            routes.append(Route(page.path, partial(self.answer_html, page)))
        # An id in {id} has no dot, so that {id}.json is asked first wherever it may be meant.
        return [
            Route("/openapi.json", self.openapi),
            Route("/feed.atom", partial(self.feed, articles_feed)),
            Route("/articles/{id}/feed.atom", partial(self.feed, thread_feed)),
            Route("/images/{digest}", self.image),
            *routes,
            Mount("/static", StaticFiles(directory=STATIC)),
        ]

    def look(self, page: Page, request: Request) -> tuple[Any, dict[str, Any]]:
        """Find the answer; raises `WrongQuery` or 404."""
        given = read_all(page.parameters, request.query_params)
        number = number_in(request)
        key = (page.name, number, *given.values())

        def answer() -> Any:
            with reading(self.engine) as connection:
                asked = Asked(
                    engine=self.engine,
                    connection=connection,
                    now=self.now(),
                    id=number,
                    given=given,
                )
                return page.answer(asked)

        found = self.kept.get(key, page.lasts, answer) if page.lasts else answer()
        if found is None:
            raise HTTPException(404, "The archive has none of this number.")
        return found, given

    def answer_json(self, page: Page, request: Request) -> Response:
        """Answer a program."""
        found, _ = self.look(page, request)
        return as_json(as_data(found))

    def answer_html(self, page: Page, request: Request) -> Response:
        """Answer a person."""
        found, given = self.look(page, request)
        query = urlencode(list(request.query_params.multi_items()))
        number = str(request.path_params.get("id", ""))
        beside = json_path(page.path).replace("{id}", number) + (f"?{query}" if query else "")

        def link(**changed: Any) -> str:
            kept = without(given, *changed) | {k: v for k, v in changed.items() if v}
            return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path

        template = self.templates.get_template(f"{page.name}.html")
        words = {"page": page, "beside": beside, "given": given, "link": link, "it": found}
        parts = gathered(template.generate(words), PART)
        first = next(parts, "")
        second = next(parts, None)
        if second is None:
            return HTMLResponse(first)
        # All that is looked up has been: what is left to go wrong does not cut the page off.
        return StreamingResponse(chain((first, second), parts), media_type="text/html")

    def feed(self, make: Any, request: Request) -> Response:
        """Answer a feed reader."""
        base = f"{request.url.scheme}://{request.url.netloc}"
        with reading(self.engine) as connection:
            written = make(connection, base, number_in(request), self.now())
        if written is None:
            raise HTTPException(404, "The archive has none of this number.")
        return Response(written, media_type="application/atom+xml")

    def image(self, request: Request) -> Response:
        """Give a picture; its name says what is in it, so that it never changes."""
        with reading(self.engine) as connection:
            found = picture(connection, self.archive, request.path_params["digest"])
        if found is None:
            raise HTTPException(404, "The archive does not have this picture.")
        headers = {"cache-control": "private, max-age=31536000, immutable"}
        return FileResponse(found[0], media_type=found[1], headers=headers)

    def openapi(self, _request: Request) -> Response:
        """Describe the JSON."""
        return Response(self.description, media_type="application/json")

    def problem(self, request: Request, error: Exception) -> Response:
        """Say in one line why there is no answer, to a program or a person."""
        status, said, headers = status_of(error)
        if status == 503:  # noqa: PLR2004 - the one the operator should know
            logger.warning("%s: %s", request.url.path, said)
        if request.url.path.endswith(".json"):
            return as_json({"error": said}, status, headers)
        template = self.templates.get_template("problem.html")
        return HTMLResponse(template.render(status=status, said=said), status, headers)


def number_in(request: Request) -> int:
    """Read the number in an address; what is none leads nowhere."""
    given = request.path_params.get("id")
    if given is None:
        return 0
    try:
        return read_id(given)
    except ValueError:
        raise HTTPException(404, "The archive has none of this number.") from None


def status_of(error: Exception) -> tuple[int, str, dict[str, str]]:
    """Say what an error means to who asked."""
    if isinstance(error, HTTPException):
        return error.status_code, error.detail, dict(error.headers or {})
    if isinstance(error, WrongQuery):
        return 400, str(error), {}
    if isinstance(error, DBAPIError) and not is_out_of_time(error):
        raise error
    if isinstance(error, DatabaseTrouble):
        return 503, "The database cannot be read now.", {"retry-after": "10"}
    if isinstance(error, DBAPIError):
        return 503, "This took too long: ask for less.", {"retry-after": "10"}
    raise error


def as_json(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Write JSON as people can read it too."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Half a character cannot be written as UTF-8; a page may have sent one all the same.
    content = written.encode("utf-8", "replace")
    return Response(content, status, headers, media_type="application/json")


def make_app(
    engine: Engine,
    archive: Path,
    *,
    hosts: Sequence[str],
    token: str | None = None,
    now: Callable[[], datetime] = moment,
) -> Starlette:
    """Make the application; it answers only to these host names."""
    reader = Reader(engine, archive, now)
    handlers: dict[Any, Any] = dict.fromkeys(
        (HTTPException, BoredcrawlError, DBAPIError), reader.problem
    )
    return Starlette(
        routes=reader.routes(),
        middleware=[
            Middleware(Guard, token=token),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=1),
        ],
        exception_handlers=handlers,
    )
