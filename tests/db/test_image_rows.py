"""What is known of a picture's file outlives whatever pages say of the picture later."""

from boredcrawl.db.pictures import forget_files, kept_files, known
from boredcrawl.items import Image

URL = "https://img.example.com/cat.jpg"
FILE = {
    "sha256": "ab" * 32,
    "path": "images/ab/cat.jpg",
    "mime": "image/jpeg",
    "bytes": 9,
    "width": 700,
    "height": 525,
    "phash": "c03fd9c46639d8c3",
    "file_url": URL,
}
FACTS = f"SELECT {', '.join(FILE)}, refused FROM images"
KEPT = [(*FILE.values(), None)]


def test_a_visit_without_pictures_takes_no_file_from_a_row(store, page, rows):
    store.save([page(images=(Image(url=URL, **FILE),))])
    store.save([page(hours=1, images=(Image(url=URL, width=64, height=48),))])

    assert rows(FACTS) == KEPT


def test_a_refusal_does_not_take_the_place_of_a_file(store, page, rows):
    store.save([page(images=(Image(url=URL, **FILE),))])
    store.save([page(hours=1, images=(Image(url=URL, refused="status_404"),))])

    assert rows(FACTS) == KEPT


def test_a_file_takes_the_place_of_a_refusal(store, page, rows, engine):
    store.save([page(images=(Image(url=URL, refused="status_404", width=64),))])
    refused = known(engine, [URL], [URL]).refused

    assert refused[URL][0] == "status_404"

    store.save([page(hours=1, images=(Image(url=URL, **FILE),))])

    assert rows(FACTS) == KEPT
    assert known(engine, [URL], [URL]).refused == {}


def test_pictures_shown_twice_in_one_batch_are_one_row(store, page, rows):
    shown = Image(url=URL, **FILE)
    store.save([page("one", images=(shown, Image(url=URL))), page("two", images=(shown,))])

    assert rows(FACTS) == KEPT


def test_a_file_is_found_by_where_it_came_from(store, page, engine):
    store.save([page(images=(Image(url="https://proxy.example.com/1", **FILE),))])
    found = known(engine, ["https://proxy.example.com/2"], [URL])

    assert found.kept == set()
    assert found.files == {URL: FILE}


def test_forgotten_files_are_asked_for_again(store, page, engine):
    store.save([page(images=(Image(url=URL, **FILE),))])

    assert list(kept_files(engine)) == [(FILE["path"], FILE["sha256"])]
    assert forget_files(engine, [FILE["path"]]) == 1
    assert list(kept_files(engine)) == []
    assert known(engine, [URL], [URL]).kept == set()
