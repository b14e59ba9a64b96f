"""The description of the JSON beside every page, as OpenAPI 3.1. Pure."""

from __future__ import annotations

from typing import Any

from boredcrawl.web.answers import Problem
from boredcrawl.web.pages import PAGES, Page
from boredcrawl.web.schema import schema_of

NUMBER = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
}


def json_path(path: str) -> str:
    """Give where the JSON of a page is.

    >>> json_path("/"), json_path("/articles/{id}")
    ('/index.json', '/articles/{id}.json')
    """
    return f"{'/index' if path == '/' else path}.json"


def described(version: str) -> dict[str, Any]:
    """Describe everything.

    >>> sorted(described("1")["paths"])[0]
    '/activity.json'
    """
    named: dict[str, Any] = {}
    paths = {json_path(page.path): {"get": operation(page, named)} for page in PAGES}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "boredcrawl's reader",
            "version": version,
            "description": "Beside every page its data as JSON. It reads, and changes nothing.",
        },
        "paths": paths,
        "components": {"schemas": named},
    }


def operation(page: Page, named: dict[str, Any]) -> dict[str, Any]:
    """Describe a page."""
    problem = content(schema_of(Problem, named))
    answers = {
        "200": {"description": "The answer.", "content": content(schema_of(page.kind, named))},
        "503": {"description": "It took too long, or the database is away.", "content": problem},
    }
    if page.parameters:
        answers["400"] = {"description": "Not written as it should be.", "content": problem}
    if "{id}" in page.path:
        answers["404"] = {"description": "There is none.", "content": problem}
    parameters = [NUMBER] if "{id}" in page.path else []
    return {
        "operationId": page.name,
        "summary": page.meaning,
        "parameters": parameters + [one.described() for one in page.parameters],
        "responses": dict(sorted(answers.items())),
    }


def content(schema: dict[str, Any]) -> dict[str, Any]:
    """Say that something is JSON."""
    return {"application/json": {"schema": schema}}
