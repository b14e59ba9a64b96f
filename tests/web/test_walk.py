"""A person reads the archive: every page, in a real browser, on both databases."""

import pytest
from axe_playwright_python.sync_playwright import Axe

SERIOUS = {"serious", "critical"}


def wait_until(page, said):
    """Wait for something; Playwright's own way evaluates text, which the reader forbids."""
    page.evaluate(
        f"() => new Promise(done => {{ (function look() {{ {said} ? done() : "
        "requestAnimationFrame(look) })() })"
    )


@pytest.fixture
def found(kept):
    """What is worth looking at."""
    most = kept.rows("SELECT article_id FROM comments GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    edited = kept.rows("SELECT article_id FROM article_revisions GROUP BY 1 HAVING count(*) > 1")
    voted = kept.rows("SELECT comment_id FROM comment_scores GROUP BY 1 HAVING count(*) > 1")
    rewritten = kept.rows("SELECT comment_id FROM comment_revisions GROUP BY 1")
    return {
        "article": most[0][0],
        "edited": edited[0][0],
        "voted": voted[0][0],
        "rewritten": rewritten[0][0],
        "gone": kept.rows("SELECT id FROM comments WHERE gone_at IS NOT NULL")[0][0],
    }


def addresses(found):
    return {
        "home": "/",
        "articles": "/articles?kind=list",
        "article": f"/articles/{found['article']}",
        "history": f"/articles/{found['edited']}/history",
        "edited comment": f"/comments/{found['rewritten']}",
        "votes": f"/comments/{found['voted']}",
        "vanished": f"/comments/{found['gone']}",
        "authors": "/authors",
        "author": "/authors/1",
        "commenter": "/commenters/2",
        "changes": "/changes",
        "activity": "/activity",
        "health": "/health",
        "search": "/search",
        "search for": "/search?q=the&in=comment",
        "nothing there": "/articles/987654",
    }


@pytest.mark.parametrize("seen", [("light", 1280), ("dark", 390)], ids=["wide", "small, dark"])
def test_every_page_is_clean_accessible_and_fits(look, reader, found, tmp_path, seen):
    scheme, width = seen
    page, complaints = look(reader, color_scheme=scheme, viewport={"width": width, "height": 900})
    troubles = {}
    for name, address in addresses(found).items():
        complaints.clear()
        page.goto(reader + address)
        judged = Axe().run(page).response["violations"]
        bad = [
            f"{one['id']}: {one['nodes'][0]['html']}" for one in judged if one["impact"] in SERIOUS
        ]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        said = [one for one in complaints if "404" not in one or name != "nothing there"]
        if bad or said or wide > 0:
            troubles[name] = (bad, said, wide)
        page.screenshot(path=tmp_path / f"{scheme}-{name}.png", full_page=name != "article")

    assert troubles == {}


def test_somebody_searches_opens_sorts_and_folds(look, reader, found, kept):
    page, complaints = look(reader)
    [(title,)] = kept.rows("SELECT title FROM articles WHERE id = :id", id=found["article"])
    page.goto(reader)
    page.keyboard.press("/")
    page.keyboard.type(f'"{title}" in:title')
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    page.click(f'.hit a[href="/articles/{found["article"]}"]')
    total = kept.rows("SELECT count(*) FROM comments WHERE article_id = :id", id=found["article"])[
        0
    ][0]

    assert page.locator("details.c").count() == total

    page.click('.facts a[href="#thread"]')
    wait_until(
        page,
        "document.querySelector('#thread-title').getBoundingClientRect().top < innerHeight / 2",
    )

    assert page.evaluate("document.querySelector('#thread-title').getBoundingClientRect().top") > 0

    page.click("text=Oldest first")
    page.wait_for_url("**sort=time**")
    top = page.locator(".thread > details.c > summary time")
    times = [top.nth(n).get_attribute("datetime") for n in range(3)]

    assert times == sorted(times)

    page.click("text=Fold all")

    assert page.locator("details.c[open]").count() == 0

    page.click("text=Who speaks here")
    page.click(".people li a >> nth=0")
    # The browser tells the page of its new address after the click has ended.
    wait_until(page, "document.querySelectorAll('details.c[open]').length > 0")

    assert page.locator("details.c[open]").count() > 0
    assert complaints == []


def test_the_keys_lead_through_a_page(look, reader, found):
    page, complaints = look(reader)
    page.goto(f"{reader}/articles/{found['article']}")
    page.keyboard.press("j")
    page.keyboard.press("j")
    first = page.locator(".is-at").get_attribute("id")
    page.keyboard.press("k")

    assert page.locator(".is-at").get_attribute("id") != first

    page.keyboard.press("c")

    assert page.locator(".is-at").get_attribute("open") is None

    page.keyboard.press("?")

    assert page.locator("dialog#keys").is_visible()

    page.keyboard.press("Escape")
    page.keyboard.press("h")
    page.wait_for_url(reader + "/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/*")

    assert complaints == []


def test_two_texts_stand_side_by_side(look, reader, found):
    page, complaints = look(reader)
    page.goto(f"{reader}/articles/{found['edited']}/history")

    assert page.locator(".compare ins, .compare del").count() > 0
    assert page.locator("svg.chart circle").count() > 0
    assert complaints == []


def test_a_vanished_comment_and_the_votes_of_another_are_shown_with_their_past(look, reader, found):
    page, _ = look(reader)
    page.goto(f"{reader}/comments/{found['gone']}")

    assert "vanished" in page.locator(".c.here").inner_text()

    page.goto(f"{reader}/comments/{found['voted']}")

    assert page.locator("svg.chart circle").count() > 1

    page.goto(f"{reader}/comments/{found['rewritten']}")

    assert page.locator(".version").count() > 1


def test_pictures_come_from_the_archive_or_are_quietly_missing(look, reader, kept):
    page, complaints = look(reader)
    [(number,)] = kept.rows(
        "SELECT article_id FROM article_images WHERE NOT is_lead"
        " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    )
    page.goto(f"{reader}/articles/{number}")
    page.locator(".body img").first.scroll_into_view_if_needed()
    wait_until(page, "document.querySelector('.body img').naturalWidth > 0")

    assert page.locator(".body .absent").count() > 0
    assert complaints == []
