"""What was chosen, kept in the case folder: a kernel that starts again goes on where the last one was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workbench.base import InputError, WorkbenchError
from workbench.exports import written_whole
from workbench.state.chosen import Said, Selection
from workbench.state.session import Session
from workbench.time import instant

__all__ = ["keep", "restore"]

_FILE = Path(".workbench") / "screen.json"
_MOST_PAST = 20
_VERSION = 1


def keep(session: Session, folder: Path, name: str, asked: str) -> None:
    """Write what is chosen into a case folder.

    Parameters
    ----------
    session : Session
        What to keep: wearer, window, layers, the typed form, and the answers given so far.
    folder : pathlib.Path
        The case folder.
    name : str
        Of the screen, as one folder may hold several.
    asked : str
        What the screen was asked to show; it is restored for the same only.
    """
    path = folder / _FILE
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        what = f"What is chosen cannot be kept: {error.strerror}."
        raise InputError(what, where=str(path.parent), do="Work in a folder that you may write to.") from error
    written = {**_written(path), name: {"version": _VERSION, "asked": asked, **_plain(session)}}
    with written_whole(path) as part:
        part.write_text(json.dumps(written, indent=1, allow_nan=True) + "\n", encoding="utf-8")


def restore(session: Session, folder: Path, name: str, asked: str) -> bool:
    """Take up what was kept, where it was kept for the same fixes and the same question; say whether it was.

    Parameters
    ----------
    session : Session
        Over the fixes as they are now.
    folder : pathlib.Path
        The case folder.
    name, asked : str
        As in :func:`keep`.
    """
    found = _written(folder / _FILE).get(name)
    if not isinstance(found, dict) or (found.get("version"), found.get("asked")) != (_VERSION, asked):
        return False
    from workbench.evidence import Verdict

    try:
        answers = {(a["wearer"], _said(a["said"])): Verdict.from_dict(a["verdict"]) for a in found["answers"]}
        past, selection = [_selection(s) for s in found["past"]], _selection(found["selection"])
        layers = {name: bool(found["layers"].get(name, on)) for name, on in session.layers.items()}
        form = {str(k): v for k, v in found["form"].items()} if found["form"] else None
    except (KeyError, TypeError, ValueError, AttributeError, WorkbenchError):
        return False  # written by another version, or by hand: the screen begins afresh, as it does without the file
    if selection.wearer not in session.tracks.wearers:
        return False
    session.take_up(selection, past=past, layers=layers, form=form, answers=answers)
    return True


def _plain(session: Session) -> dict[str, Any]:
    given = [(wearer, said, v) for (wearer, said), v in session.answered.items() if hasattr(v, "to_dict")]
    return {
        "selection": _texts(session.selection),
        "past": [_texts(s) for s in session.past[-_MOST_PAST:]],
        "layers": dict(session.layers),
        "form": session.form,
        "answers": [{"wearer": wearer, "said": list(said), "verdict": v.to_dict()} for wearer, said, v in given],
    }


def _texts(s: Selection) -> list[str | None]:
    return [s.wearer, *(t.isoformat() for t in (s.start, s.end, s.from_, s.until)), s.picked]


def _selection(texts: list[Any]) -> Selection:
    wearer, *times, picked = texts
    start, end, from_, until = (instant(t) for t in times)
    return Selection(str(wearer), start, end, from_, until, picked)


def _said(parts: list[Any]) -> Said:
    typed, *words = parts
    return Said(tuple(typed), *words)


def _written(path: Path) -> dict[str, Any]:
    """Read what is kept; nothing where there is no such file or it is none of ours."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
