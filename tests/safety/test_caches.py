"""A cache of compiled loops that was cut, or that is of another make, is cleared and made again."""

import importlib.util
import pickle
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

CODE = """
from workbench.base import njit

@njit(cache=True)
def doubled(x):
    return 2 * x
"""


def loaded(place: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("kernel_of_a_test", place)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cut(length: int) -> Callable[[Path], None]:
    return lambda place: place.write_bytes(place.read_bytes()[:length])


def foreign(place: Path) -> None:
    """An index that names a class which is no longer there, after the version that numba looks at first."""
    with place.open("rb") as stream:
        version = pickle.load(stream)
    held = b"cworkbench.base.compiled\nNoSuchClass\n."
    place.write_bytes(
        pickle.dumps(version) + pickle.dumps(((0.0, 0), b"")) if place.suffix == ".nbc" else pickle.dumps(version) + held
    )


SPOILERS = {
    "index of nothing": (".nbi", cut(0)),
    "index cut at 20": (".nbi", cut(20)),
    "index cut in the middle": (".nbi", cut(60)),
    "index without its end": (".nbi", cut(-1)),
    "index of a class that has gone": (".nbi", foreign),
    "index of noise": (".nbi", lambda place: place.write_bytes(b"\x80\x04noise" * 50)),
    "code of nothing": (".nbc", cut(0)),
    "code cut at 100": (".nbc", cut(100)),
    "code without its end": (".nbc", cut(-1)),
    "code of noise": (".nbc", lambda place: place.write_bytes(b"\x80\x04noise" * 50)),
}


@pytest.mark.parametrize("spoiler", SPOILERS, ids=str)
def test_a_spoilt_cache_is_made_again(spoiler: str, tmp_path: Path) -> None:
    place = tmp_path / "kernel.py"
    place.write_text(CODE, encoding="utf-8")
    assert loaded(place).doubled(4) == 8
    suffix, spoil = SPOILERS[spoiler]
    (found,) = (tmp_path / "__pycache__").glob(f"*{suffix}")
    spoil(found)
    assert loaded(place).doubled(4) == 8
    again = loaded(place)
    assert again.doubled(4) == 8
    assert sum(again.doubled.stats.cache_hits.values()) == 1
