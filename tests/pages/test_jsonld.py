from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boredcrawl.pages.jsonld import read_blocks, strings, types

STORY = '"@type": "NewsArticle", "headline": "Cats", "datePublished": "2024-03-05"'

DISORDER = {
    "plain": f"{{{STORY}}}",
    "in an array": f"[{{{STORY}}}]",
    "in a graph": f'{{"@context": "https://schema.org", "@graph": [{{{STORY}}}]}}',
    "in arrays of graphs": f'[[{{"@graph": [[{{{STORY}}}]]}}]]',
    "as the main entity": f'{{"@type": "WebPage", "mainEntity": {{{STORY}}}}}',
    "a trailing comma": f"{{{STORY},}}",
    "trailing commas in lists": f'{{{STORY}, "keywords": ["a", "b", ], }}',
    "an HTML comment around it": f"<!--\n{{{STORY}}}\n-->",
    "CDATA around it": f"//<![CDATA[\n{{{STORY}}}\n//]]>",
    "CDATA in a comment": f"/*<![CDATA[*/{{{STORY}}}/*]]>*/",
    "a semicolon after it": f"{{{STORY}}};",
    "a byte order mark": f"\ufeff{{{STORY}}}",
    "line breaks in a string": f'{{{STORY}, "description": "one\ntwo\tthree"}}',
    "control characters in a string": f'{{{STORY}, "description": "one\x01\x1ftwo"}}',
    "an escape JSON does not know": f'{{{STORY}, "description": "it\\\'s"}}',
    "two objects after another": f'{{"@type": "WebSite", "name": "Example"}}\n{{{STORY}}}',
    "a comment line": f"// made by a plugin\n{{{STORY}}}",
    "escaped as HTML": f"{{{STORY}}}".replace('"', "&quot;"),
    "an unescaped quote": f'{{{STORY}, "description": "he said "no" to it"}}',
    "cut off": f'{{{STORY}, "description": "and then',
    "a type with its vocabulary": f"{{{STORY}}}".replace(
        "NewsArticle", "http://schema.org/NewsArticle"
    ),
    "several types": f"{{{STORY}}}".replace('"NewsArticle"', '["Thing", "NewsArticle"]'),
}


@pytest.mark.parametrize("block", DISORDER.values(), ids=DISORDER)
def test_the_article_is_found_in_disorder(block):
    found = [node for node in read_blocks([block]) if node.get("headline") == "Cats"]

    assert [node["datePublished"] for node in found] == ["2024-03-05"]


@pytest.mark.parametrize("block", ["", "   ", "null", "[]", "{", "{}", "<html>", '"text"', "12"])
def test_a_block_of_nothing_gives_nothing(block):
    assert read_blocks([block]) == ()


def test_references_are_filled_in():
    graph = """{"@graph": [
        {"@type": "Article", "headline": "Cats", "author": {"@id": "#ann"}},
        {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}
    ]}"""

    assert read_blocks([graph])[0]["author"]["name"] == "Ann Lee"


def test_references_reach_other_blocks():
    blocks = [
        '{"@type": "Article", "author": [{"@id": "#ann"}]}',
        '{"@type": "Person", "@id": "#ann", "name": "Ann Lee"}',
    ]

    assert read_blocks(blocks)[0]["author"][0]["name"] == "Ann Lee"


def test_stories_of_a_list_are_not_the_page_s_own():
    block = f'{{"@type": "ItemList", "itemListElement": [{{{STORY}}}]}}'

    assert [types(node) for node in read_blocks([block])] == [{"ItemList"}]


def test_a_text_may_be_wrapped_in_many_ways():
    value = ["a", {"@value": "b"}, {"name": ["c"]}, {"url": "d"}, 5, None, True, {"x": "y"}, " "]

    assert list(strings(value)) == ["a", "b", "c", "d", "5"]


@given(st.lists(st.text(alphabet='{}[]":,\\/<!->\n\x00abt@', max_size=60)))
def test_no_block_makes_reading_fail(blocks):
    assert isinstance(read_blocks(blocks), tuple)
