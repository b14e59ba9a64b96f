"""Articles that say nearly the same are linked, and stay what they are."""

from __future__ import annotations

import random

import pytest
from rensa import RMinHash

PAIRS = """
SELECT one.title, other.title, similarity FROM article_similar
JOIN articles one ON one.id = article_similar.article_id
JOIN articles other ON other.id = article_similar.similar_id
ORDER BY one.id, other.id
"""


def story(seed, words=400):
    """Make a text of paragraphs, always the same for a seed."""
    dice = random.Random(seed)
    said = [f"word{dice.randrange(3000)}" for _ in range(words)]
    return "\n\n".join(" ".join(said[at : at + 40]) for at in range(0, words, 40))


@pytest.fixture
def publish(store, page):
    hours = iter(range(1000))

    def visit(title, text, slug=None):
        slug = slug or title.lower().replace(" ", "-")
        return store.save([page(slug, hours=next(hours), title=title, body_text=text)])

    return visit


def test_a_repost_with_another_title_and_some_new_lines_is_linked(publish, rows, counts):
    publish("Cats", story(1))
    publish("Dogs", story(2))
    publish("Cats (New Pics)", f"{story(1)}\n\n{story(3, words=80)}")

    [(one, other, similarity)] = rows(PAIRS)
    assert (one, other) == ("Cats (New Pics)", "Cats")
    assert 0.75 < similarity < 0.9
    assert counts()["articles"] == 3


def test_copies_are_linked_to_the_original(publish, rows):
    for title in ("Original", "Copy", "Another copy"):
        publish(title, story(1))

    assert rows(PAIRS) == [("Copy", "Original", 1.0), ("Another copy", "Original", 1.0)]


def test_copies_in_one_batch_are_linked(store, page, rows):
    batch = [page(slug, title=slug, body_text=story(1)) for slug in ("one", "two")]
    store.save(batch)

    assert rows(PAIRS) == [("two", "one", 1.0)]


def test_other_articles_are_not_linked(publish, counts):
    for seed in range(30):
        publish(f"Story {seed}", story(seed))

    assert counts()["article_similar"] == 0


def test_short_texts_are_nobodys_copies(publish, counts):
    publish("One", "So cute, I cannot even.")
    publish("Two", "So cute, I cannot even.")

    assert counts()["article_similar"] == counts()["article_bands"] == 0


def test_who_was_rewritten_is_linked_no_longer(publish, rows):
    publish("Original", story(1))
    publish("Copy", story(1))
    publish("Copy", story(2))

    assert rows(PAIRS) == []
    assert rows("SELECT count(*) FROM article_bands") == [(24,)]


def test_a_pair_is_linked_once_though_either_was_edited(publish, rows):
    publish("Original", story(1))
    publish("Copy", story(1))
    publish("Original", f"{story(1)}\n\nOne more line at the end of it.")

    assert [row[:2] for row in rows(PAIRS)] == [("Copy", "Original")]


def test_articles_stored_before_there_were_bands_take_part_from_their_next_visit(
    publish, rows, engine
):
    publish("Original", story(1))
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM article_bands")
    publish("Original", story(1))
    publish("Copy", story(1))

    assert rows(PAIRS) == [("Copy", "Original", 1.0)]


def test_the_library_still_signs_as_when_the_stored_bands_were_made():
    # If this fails, a new version signs otherwise: stored bands would match nothing any more.
    signature = RMinHash(num_perm=36, seed=1)
    signature.update(["a b c", "d e f"])

    assert signature.digest()[:3] == [237042244, 3259559106, 3915262016]
    assert RMinHash.ALGORITHM_VERSION == 2
