"""The kit of templates: every text is escaped, a missing name is an error, and what it has made can be put into another."""

from __future__ import annotations

import subprocess
import sys

import pytest
from jinja2 import UndefinedError

from workbench.base.card import Card
from workbench.base.errors import InputError
from workbench.html.kit import line, render

BAD = "<script>alert('x')</script> & \"so on\""


def test_every_text_is_escaped() -> None:
    card = Card(BAD, [(BAD, BAD)], [BAD], note=BAD).html()
    problem = InputError(BAD, where=BAD, do=BAD)._repr_html_()
    for made in (card, problem, line(BAD, BAD), render("page", {"title": BAD, "parts": [BAD]})):
        assert "<script" not in made and "&lt;script&gt;" in made
    assert card.count("&lt;script&gt;") == 5 and problem.count("&lt;script&gt;") == 3


def test_what_was_made_here_is_put_into_a_page_as_it_is() -> None:
    page = render("page", {"title": "a", "parts": [Card("b < c").html()]})
    assert '<div class="wb-card"' in page and "b &lt; c" in page


def test_a_missing_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("card", {"title": "a"})


def test_nothing_is_drawn_where_nothing_is_said() -> None:
    made = Card("a").html()
    assert "<table" not in made and "<ul" not in made and made.count("<div") == 2
    assert InputError("a")._repr_html_().count("<div") == 2


def test_a_plain_import_does_not_set_the_templates_up() -> None:
    code = "import sys, workbench.base.card; sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
