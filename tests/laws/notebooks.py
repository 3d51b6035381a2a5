"""Law 13: notebooks carry no outputs and no logic, and end with what they do not show; law 6: cells stay short."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

LINES, CELLS = 6, 8
LOGIC = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
LAST = "what this does not show"


def _text(cell: dict) -> str:
    return "".join(cell["source"])


def _of_code(cell: dict) -> Iterator[str]:
    text = _text(cell)
    if cell.get("outputs") or cell.get("execution_count") is not None:
        yield "law 13: a cell carries its output"
    if len(text.strip().splitlines()) > LINES:
        yield f"law 6: a cell has more than {LINES} lines"
    if text.lstrip().startswith("%") or "\n%" in text or text.lstrip().startswith("!"):
        yield "law 13: a cell uses a magic or a shell command"
    elif any(isinstance(node, LOGIC) for node in ast.walk(ast.parse(text))):
        yield "law 13: a cell holds logic (def, class, loop or comprehension)"


def _of(notebook: dict) -> Iterator[str]:
    cells = notebook["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    for number, cell in enumerate(code, start=1):
        yield from (f"{fault} (code cell {number})" for fault in _of_code(cell))
    if len(code) > CELLS:
        yield f"law 13: {len(code)} code cells, at most {CELLS}"
    if not cells or cells[-1]["cell_type"] != "markdown" or LAST not in _text(cells[-1]).lower():
        yield f"law 13: the last cell does not say '{LAST}'"
    if notebook["metadata"].get("kernelspec", {}).get("name") != "python3":
        yield "law 13: the kernel is not python3, so JupyterLab would ask for one"


def problems(root: Path) -> list[str]:
    """List what is wrong with each notebook that is shipped."""
    return [
        f"{path.relative_to(root)}: {fault}"
        for path in sorted((root / "notebooks").rglob("*.ipynb"))
        if ".ipynb_checkpoints" not in path.parts
        for fault in _of(json.loads(path.read_text(encoding="utf-8")))
    ]
