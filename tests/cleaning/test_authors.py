from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boredcrawl.cleaning.authors import clean_name, same_name, split_authors


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ("By Ann Lee", ("Ann Lee",)),
        ("BY: Ann Lee", ("Ann Lee",)),
        ("Written by Ann Lee", ("Ann Lee",)),
        ("Story by Ann Lee", ("Ann Lee",)),
        ("View all posts by Ann Lee", ("Ann Lee",)),
        ("By Ann Lee, Bo Ek and Cy Oh", ("Ann Lee", "Bo Ek", "Cy Oh")),
        ("Ann Lee and\nBo Ek", ("Ann Lee", "Bo Ek")),
        ("Ann Lee\nBo Ek", ("Ann Lee", "Bo Ek")),
        ("Ann Lee & Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Ann Lee; Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Ann Lee | Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Ann Lee, Bo Ek, and Cy Oh", ("Ann Lee", "Bo Ek", "Cy Oh")),
        ("Von Ann Lee und Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Ann Lee og Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Par Ann Lee et Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Ana Paz y Leo Rey", ("Ana Paz", "Leo Rey")),
        ("Leo Paz y Rey", ("Leo Paz y Rey",)),
        ("Von Miller", ("Von Miller",)),
        ("Di Smith", ("Di Smith",)),
        ("Ann Lee, Ann Lee", ("Ann Lee",)),
        ("Ann Lee, Jr.", ("Ann Lee, Jr",)),
        ("Ann Lee, PhD, Bo Ek", ("Ann Lee", "Bo Ek")),
        ("ANN LEE, BO EK", ("ANN LEE", "BO EK")),
        ("Ann Lee, Example Times", ("Ann Lee",)),
        ("Ann Lee, example.com", ("Ann Lee",)),
        ("von Ann Lee, SENDER NORD", ("Ann Lee",)),
        ("Ann Lee - Dec 20, 2023 3:06 pm UTC", ("Ann Lee",)),
        ("Ann Lee \u2022 2 hours ago", ("Ann Lee",)),
        ("Ann Lee Senior Writer", ("Ann Lee",)),
        ("Ann Lee (she/her)", ("Ann Lee",)),
        ("Jean-Luc O\u2019Neil", ("Jean-Luc O\u2019Neil",)),
        ("Solveig \u00c5s", ("Solveig \u00c5s",)),
        ("\u738b\u5c0f\u660e", ("\u738b\u5c0f\u660e",)),
        ("pandalover99", ("pandalover99",)),
        ("", ()),
        ("By", ()),
        ("admin", ()),
        ("Staff", ()),
        ("Editorial Team", ()),
        ("Community member", ()),
        ("https://www.facebook.com/example", ()),
        ("ann@example.com", ()),
        ("@example", ()),
        ("www.example.com", ()),
        ("December 20, 2023", ()),
        ("3:06 pm", ()),
        ("12/22/2023", ()),
        ("5 min read", ()),
        ("{{ article.author_name }}", ()),
        ("[object Object]", ()),
        ("null", ()),
        ("Follow", ()),
        ("A sentence that goes on and on about something else entirely", ()),
    ],
)
def test_a_byline_gives_its_names_and_no_junk(byline, names):
    assert split_authors(byline) == names


@given(st.text())
def test_whatever_is_split_the_names_are_clean(text):
    for name in split_authors(text):
        assert name == name.strip()
        assert "\n" not in name
        assert "http" not in name


@given(st.text())
def test_a_clean_name_is_clean(text):
    name = clean_name(text)

    assert name is None or any(char.isalpha() for char in name)


def test_the_site_is_known_by_its_host_too():
    assert same_name("The Example", "www.example.com")
    assert not same_name("Ann Example", "example.com")
