"""Who asks a page that counts much waits for nobody who asks another."""

import threading

import pytest

from boredcrawl.web.kept import MOST, Kept


def test_a_question_takes_no_longer_because_another_does():
    kept, asked, free = Kept(), threading.Event(), threading.Event()

    def slow():
        asked.set()
        assert free.wait(20)
        return "at last"

    told = []
    threads = [
        threading.Thread(target=lambda: told.append(kept.get("year", 60, slow))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()

    assert asked.wait(20)
    assert kept.get("month", 60, lambda: "at once") == "at once"

    free.set()
    for thread in threads:
        thread.join(20)

    assert told == ["at last"] * 3


def test_what_could_not_be_found_is_looked_for_again():
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get("a", 60, lambda: 1 / 0)

    assert kept.get("a", 60, lambda: 1) == 1


def test_an_answer_that_is_asked_for_stays_longer_than_others():
    kept = Kept()
    for number in range(MOST + 1):
        kept.get(number, 60, lambda: "first")
        kept.get(0, 60, lambda: "first")

    assert kept.get(0, 60, lambda: "second") == "first"
    assert kept.get(1, 60, lambda: "second") == "second"
