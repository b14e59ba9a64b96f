"""Runs of elements that may be the comments of a page."""

from __future__ import annotations

import pytest

from boredcrawl.pages.threads.groups import names_of


@pytest.mark.parametrize(
    "name",
    [
        *("comment", "Reply", "replies", "respond", "responses", "answer", "discuss"),
        *("kommentar", "coment", "reaction", "reactie", "pingback"),
        *("post", "message", "msg", "topic", "thread"),
    ],
)
def test_a_class_of_any_word_for_comments_is_heeded(name):
    assert names_of(f"box {name}-body") == (f"{name}-body",)
