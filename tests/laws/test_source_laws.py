"""The laws that read the source: kept by the project, and each seen to fail on a file that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import pytest

from tests.laws import constructors, declared, docstrings, imports, markup, raising, signatures, sizes
from tests.laws.__main__ import CHECKS, main
from tests.laws.conftest import ROOT

Write = Callable[[str, str], Path]
DOC = '"""Made to break a law."""\n'


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__.split(".")[-1])
def test_the_project_keeps_the_law(check: ModuleType, root: Path) -> None:
    assert check.problems(root) == []


@lru_cache(maxsize=32)
def _before(check: ModuleType) -> frozenset[str]:
    """Findings name modules, not paths, so those of the project are those of any untouched copy."""
    return frozenset(check.problems(ROOT))


def _new(check: ModuleType, copy: Path, write: Write, name: str, text: str) -> list[str]:
    before = _before(check)
    write(name, DOC + text)
    return [line for line in check.problems(copy) if line not in before]


@pytest.mark.parametrize(
    ("name", "text", "law"),
    [
        ("trajectory/bad.py", "from zoneinfo import ZoneInfo\n", "law 1"),
        ("trajectory/bad.py", "def f(t):\n    return t.tz_convert('Europe/London')\n", "law 1"),
        ("trajectory/bad.py", "def f(t, zone):\n    return t.dt.tz_localize(zone)\n", "law 1"),
        ("evidence/bad.py", "import pandas as pd\n\n\ndef f(text):\n    return pd.Timestamp(text)\n", "law 1"),
        ("state/bad.py", "from pandas import Timestamp\n\n\ndef f(text):\n    return Timestamp(text.strip())\n", "law 1"),
        ("cli/bad.py", "import pandas as pd\n\n\ndef f(day):\n    return pd.Timestamp(f'{day} 21:10')\n", "law 1"),
        ("loaders/bad.py", "import pandas as pd\n\n\ndef f(texts):\n    return pd.to_datetime(texts)\n", "law 1"),
        ("loaders/bad.py", "import pandas as pd\n\n\ndef f(t):\n    return pd.to_datetime(t, format='mixed')\n", "law 1"),
        ("loaders/bad.py", "import pandas as pd\n\n\ndef f(t):\n    return pd.to_datetime(t, dayfirst=True)\n", "law 1"),
        ("views/bad.py", "from dateutil.parser import parse\n", "law 1"),
        ("loaders/bad.py", "import pyproj\n", "law 1"),
        ("loaders/bad.py", "def f():\n    from pyproj import Geod\n    return Geod\n", "law 1"),
        ("widgets/bad.py", "import numpy as np\n", "law 3"),
        ("widgets/bad.py", "def f():\n    from shapely.geometry import box\n    return box\n", "law 3"),
        ("exports/bad.py", "import urllib.request\n", "law 11"),
        ("exports/bad.py", "from urllib import request\n", "law 11"),
        ("exports/bad.py", "import socket\n", "law 11"),
    ],
)
def test_an_import_in_the_wrong_room_is_found(copy: Path, write: Write, name: str, text: str, law: str) -> None:
    found = _new(imports, copy, write, f"workbench/{name}", text)
    assert len(found) == 1
    assert law in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "X = '<td>1</td>'\n",
        "def f(x):\n    return f'<div class=\"a\">{x}'\n",
        "X = '<!doctype html>'\n",
        "X = '</SPAN>'\n",
        "from html import escape\n",
        "def f():\n    import jinja2\n    return jinja2\n",
        "from markupsafe import Markup\n",
    ],
)
def test_html_outside_the_templates_is_found(copy: Path, write: Write, text: str) -> None:
    (line,) = _new(markup, copy, write, "workbench/views/bad.py", text)
    assert "workbench.views.bad" in line


def test_a_comparison_or_other_xml_is_no_html_and_a_template_must_escape(copy: Path, write: Write) -> None:
    text = "X = '<Folder><name>n</name><value>1</value></Folder>'\nY = 'a < b and b > c'\n"
    assert _new(markup, copy, write, "workbench/exports/bad.py", text) == []
    (copy / "workbench/html/templates/bad.jinja").write_text("<p>{{ words|safe }}</p>\n", encoding="utf-8")
    assert any("bad.jinja:1" in line for line in markup.problems(copy))


def test_an_undeclared_library_and_an_idle_requirement_are_found(copy: Path, write: Write) -> None:
    assert declared.problems(copy) == []
    write("workbench/loaders/bad.py", DOC + "import polars\n")
    settings = copy / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("dependencies = [", 'dependencies = [\n  "leftpad>=1",', 1), encoding="utf-8")
    assert declared.problems(copy) == [
        "workbench.loaders.bad:2: imports polars, which is no requirement in pyproject.toml",
        "pyproject.toml: requires leftpad, which nothing imports",
    ]


def test_what_is_no_conversion_or_is_for_types_only_is_let_be(copy: Path, write: Write) -> None:
    text = """
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def f(t):
    return t.tz_convert("UTC"), t.tz_localize(None)
"""
    assert _new(imports, copy, write, "workbench/widgets/fine.py", text) == []


@pytest.mark.parametrize(
    ("name", "lines", "found"),
    [("trajectory/long.py", 251, 1), ("trajectory/long.py", 250, 0), ("rules/long.py", 61, 1), ("rules/long.py", 60, 0)],
)
def test_a_long_module_is_found_at_its_limit(copy: Path, write: Write, name: str, lines: int, found: int) -> None:
    words = "\n# why\n" * 300 + '"""Words."""\n' * 300
    assert len(_new(sizes, copy, write, f"workbench/{name}", words + "X = 1\n" * lines)) == found


@pytest.mark.parametrize(
    "form",
    [
        '__all__ = ["f"]',
        '__all__ = ("f",)',
        '__all__: list[str] = ["f"]',
        '__all__ = []\n__all__ += ["f"]',
        '__all__ = [] + ["f"]',
        '__all__ = []\n__all__.append("f")',
        '__all__ = []\n__all__.extend(["f"])',
        '__all__ = list(("f",))',
        '__all__ = [*["f"]]',
    ],
)
def test_public_names_are_read_in_any_form(copy: Path, write: Write, form: str) -> None:
    text = f"{form}\n\n\ndef f(within: float) -> None:\n    pass\n"
    assert len(_new(signatures, copy, write, "workbench/bad.py", text)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "self.a = a.copy()",
        "self.a = a\n        self.n = len(a)",
        "self.a = a\n        print(a)",
        "self.a = a or 3",
        "if a:\n            self.a = a",
    ],
)
def test_a_constructor_that_works_is_found(copy: Path, write: Write, body: str) -> None:
    text = f"class Thing:\n    def __init__(self, a):\n        {body}\n"
    assert len(_new(constructors, copy, write, "workbench/bad.py", text)) == 1


@pytest.mark.parametrize("body", ["object.__setattr__(self, 'a', 1)", "self.a = 1", "if self.a:\n            self.a += 1"])
def test_a_dataclass_that_changes_what_it_was_given_is_found(copy: Path, write: Write, body: str) -> None:
    text = f"class Thing:\n    def __post_init__(self):\n        {body}\n"
    assert len(_new(constructors, copy, write, "workbench/bad.py", text)) == 1


def test_a_constructor_that_stores_and_refuses_is_let_be(copy: Path, write: Write) -> None:
    text = '''class Thing(Exception):
    def __init__(self, a):
        """Store it."""
        super().__init__(a)
        self.a = a

    def __post_init__(self):
        if self.a == 3:
            raise ValueError("three")
'''
    assert _new(constructors, copy, write, "workbench/fine.py", text) == []


@pytest.mark.parametrize(
    ("signature", "word"),
    [
        ("within: float", "'within'"),
        ("*, speed: float = 3.0", "'speed'"),
        ("limit: float | None = None", "'limit'"),
        ("**options: int", "**options"),
    ],
)
def test_a_hidden_parameter_or_a_bare_number_is_found(copy: Path, write: Write, signature: str, word: str) -> None:
    found = _new(signatures, copy, write, "workbench/bad.py", f'__all__ = ["f"]\n\n\ndef f({signature}) -> None:\n    pass\n')
    assert len(found) == 1
    assert word in found[0]


def test_a_unit_in_the_name_is_seen_and_private_functions_are_free(copy: Path, write: Write) -> None:
    text = '__all__ = ["f"]\n\n\ndef f(within_m: float, lon: float, n: int) -> None:\n    pass\n'
    text += "\n\ndef _g(a: float) -> None:\n    pass\n"
    assert _new(signatures, copy, write, "workbench/fine.py", text) == []


@pytest.mark.parametrize(
    "statement",
    [
        "raise ValueError('x')",
        "raise Exception",
        "raise InputError",
        "raise InputError('')",
        "raise InputError('It broke.')",
        "raise InputError('It broke.', where='here')",
        "assert True",
        "raise KeyError('x') from None",
        "raise AttributeError('x')",
    ],
)
def test_an_error_without_its_parts_is_found(copy: Path, write: Write, statement: str) -> None:
    text = f"from workbench.base.errors import InputError\n\n\ndef f():\n    {statement}\n"
    assert len(_new(raising, copy, write, "workbench/bad.py", text)) == 1


def test_an_error_with_its_parts_is_let_be(copy: Path, write: Write) -> None:
    text = """
from workbench.base.errors import InputError


class OwnError(InputError):
    pass


def _trouble() -> OwnError:
    return OwnError("It broke.", do="Mend it.")


def f():
    try:
        raise _trouble()
    except OwnError as error:
        raise error


def __getattr__(name):
    raise AttributeError(name)
"""
    assert _new(raising, copy, write, "workbench/fine.py", text) == []


GOOD = '''
__all__ = ["f"]


def f(a_m: float) -> float:
    """Do one thing.

    Parameters
    ----------
    a_m : float
        Metres.

    Raises
    ------
    InputError
        If it cannot.

    Notes
    -----
    Source: Pythagoras.

    Examples
    --------
    >>> f(1.0)
    1.0
    """
    if a_m < 0:
        raise InputError("It is negative.", do="Give it positive.")
    return a_m
'''


def _at_the_front(copy: Path, write: Write, text: str, name: str = "f") -> list[str]:
    door = copy / "workbench" / "__init__.py"
    line = f"\nif TYPE_CHECKING:\n    from workbench.made_up import {name}\n"
    door.write_text(door.read_text(encoding="utf-8") + line, encoding="utf-8")
    return _new(docstrings, copy, write, "workbench/made_up.py", text)


def test_a_full_docstring_at_the_front_is_let_be(copy: Path, write: Write) -> None:
    assert _at_the_front(copy, write, GOOD) == []


@pytest.mark.parametrize(
    ("piece", "instead", "word"),
    [
        ("Do one thing.", "Do one thing", "plain sentence"),
        ("    a_m : float\n", "    b : float\n", "does not describe a_m"),
        ("    Raises\n    ------\n    InputError\n        If it cannot.\n\n", "", "when it raises InputError"),
        ("    Notes\n    -----\n    Source: Pythagoras.\n\n", "", "rests on"),
        ("Source: Pythagoras.", "Source: own code.", "names itself"),
        (">>> f(1.0)", "f(1.0)", "no example"),
        (">>> f(1.0)\n    1.0", ">>> f.__name__\n    'f'", "cannot fail"),
        (">>> f(1.0)\n    1.0", ">>> _ = f(1.0)", "cannot fail"),
    ],
)
def test_a_docstring_at_the_front_that_lacks_a_part_is_found(
    copy: Path, write: Write, piece: str, instead: str, word: str
) -> None:
    assert piece in GOOD
    found = _at_the_front(copy, write, GOOD.replace(piece, instead))
    assert len(found) == 1
    assert word in found[0]


def test_what_another_room_uses_describes_its_parameters(copy: Path, write: Write) -> None:
    text = '__all__ = ["f"]\n\n\ndef f(a_m: float) -> float:\n    """Do one thing."""\n    return a_m\n'
    assert _new(docstrings, copy, write, "workbench/made/up.py", text) == []
    write("workbench/made/__init__.py", DOC + '_HOMES = {"f": "workbench.made.up"}\n')
    assert [line.split("law 12: ")[1] for line in docstrings.problems(copy) if "made.up" in line] == [
        "f does not describe a_m with its type and unit"
    ]


def test_a_long_docstring_on_no_face_is_found(copy: Path, write: Write) -> None:
    found = _new(docstrings, copy, write, "workbench/bad.py", GOOD)
    assert len(found) == 1
    assert "one plain sentence" in found[0]


def test_a_public_name_or_module_without_a_docstring_is_found(copy: Path, write: Write) -> None:
    write("workbench/bad.py", '__all__ = ["C", "f"]\n\n\ndef f():\n    pass\n\n\nclass C:\n    def g(self):\n        pass\n')
    found = [line for line in docstrings.problems(copy) if line.startswith("workbench.bad:")]
    assert [line.split("law 12: ")[1] for line in found] == [
        "the module does not say what it is for",
        "f has no docstring",
        "C has no docstring",
        "g has no docstring",
    ]


def test_the_command_says_what_it_found_and_exits_1(copy: Path, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("workbench/bad.py", DOC + "import socket\n")
    assert main(copy) == 1
    said = capsys.readouterr().out
    assert "workbench.bad:2: law 11" in said
    assert "laws: 1 broken" in said


RECORD = '''
from dataclasses import dataclass

__all__ = ["Spot"]


@dataclass(frozen=True)
class Spot:
    """One spot.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    """

    lon: float
    lat: float
'''


def test_a_record_that_describes_its_fields_is_let_be_and_one_that_forgets_one_is_found(copy: Path, write: Write) -> None:
    assert _at_the_front(copy, write, RECORD, "Spot") == []
    assert _new(docstrings, copy, write, "workbench/made_up.py", RECORD + "    radius_m: float = 0.0\n") != []
