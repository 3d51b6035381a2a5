"""Every page, anchor, file and figure that the text points at is there, and no text points at pages kept elsewhere."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.laws.words import tracked

READ = {".py", ".md", ".toml", ".ipynb", ".html", ".yaml", ".yml"}
ELSEWHERE = re.compile(r"\b(?:methods|field|contract|house|style|journeys)\s+(?:page|notes)\b", re.IGNORECASE)
_PAGE = re.compile(r"(?<![\w./-])/?(?P<page>[\w.-][\w./-]*\.md)\b(?:#(?P<anchor>[\w-]+))?")
_HERE = re.compile(r"\]\(#(?P<anchor>[\w-]+)\)")
_NAMED = re.compile(r"`(_?[A-Z][A-Z0-9]*_[A-Z0-9_]+)`")
_CODE = re.compile(r"\b_?[A-Z][A-Z0-9]*_[A-Z0-9_]+\b")
_LISTED = re.compile(r"^\* +((?:``\w+`` ?)+)", re.MULTILINE)
_MODULE = re.compile(r"\bworkbench/[\w/]+\.py\b")
_FIGURES = re.compile(r"^\* `(?P<module>workbench/[\w/]+\.py)`: (?P<names>(?:`\w+` ?)+)$", re.MULTILINE)


@cache
def _anchors(text: str) -> frozenset[str]:
    """Give the anchors of a page: those written out, and those that a heading gets by itself."""
    heads = (re.sub(r"<[^>]+>|[^\w\s-]", "", head).strip().lower() for head in re.findall(r"^#+ (.+)$", text, re.MULTILINE))
    return frozenset(re.findall(r'<a id="([\w-]+)"', text)) | {re.sub(r"\s", "-", head) for head in heads}


def _pages(root: Path, path: Path, line: str) -> Iterator[str]:
    """A page is named from the project's root, from the file's own folder, or from the folder of pages."""
    for found in _PAGE.finditer(line):
        name, anchor = found["page"], found["anchor"]
        page = next((p for p in (path.parent / name, root / name, root / "docs" / name) if p.is_file()), None)
        if page is None:
            yield f"names {name}, which is not there"
        elif anchor and anchor not in _anchors(page.read_text(encoding="utf-8")):
            yield f"points at {name}#{anchor}, which is not there"


@cache
def _defined(root: Path) -> frozenset[str]:
    """Give every name in capitals that the package's code holds."""
    return frozenset(n for p in (root / "workbench").rglob("*.py") for n in _CODE.findall(p.read_text(encoding="utf-8")))


def _of_page(root: Path, text: str, line: str) -> Iterator[str]:
    for name in _NAMED.findall(line):
        if name not in _defined(root):
            yield f"names {name}, which is nowhere in the code"
    for found in _HERE.finditer(line):
        if found["anchor"] not in _anchors(text):
            yield f"points at #{found['anchor']}, which is not there"
    for name in _MODULE.findall(line):
        if not (root / name).is_file():
            yield f"names {name}, which is not there"
    for found in _FIGURES.finditer(line):
        module = root / found["module"]
        known = set(re.findall(r"\w+", module.read_text(encoding="utf-8"))) if module.is_file() else set()
        for name in found["names"].replace("`", " ").split() if known else ():
            if name not in known:
                yield f"says that {name} stands in {found['module']}, where it is not"


def _listed(path: Path, text: str) -> Iterator[str]:
    """The reading order on a room's face names modules of that room."""
    for found in _LISTED.finditer(text) if path.name == "__init__.py" else ():
        for name in found[1].replace("`", " ").split():
            if not (path.parent / f"{name}.py").is_file() and not (path.parent / name).is_dir():
                yield f"lists {name}, which is no file of this room"


def problems(root: Path) -> list[str]:
    """List what points at nothing; texts of this folder make up such pointers to break the law with."""
    found = []
    for path in tracked(root):
        if path.suffix not in READ or "laws" in path.relative_to(root).parts:
            continue
        text = path.read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), start=1):
            wrong = [*_pages(root, path, line), *(_of_page(root, text, line) if path.suffix == ".md" else ())]
            found += [f"{path.relative_to(root)}:{number}: {what}" for what in wrong]
        found += [f"{path.relative_to(root)}: {what}" for what in _listed(path, text)]
        for spoken in ELSEWHERE.finditer(text):
            number = text.count("\n", 0, spoken.start()) + 1
            said = " ".join(spoken[0].split())
            found.append(f"{path.relative_to(root)}:{number}: speaks of {said!r}, which the project does not hold; link to docs/")
    return found
