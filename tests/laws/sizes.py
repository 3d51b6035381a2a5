"""Law 6: small files. Notebook cells are counted with law 13, in notebooks.py."""

from pathlib import Path
from statistics import median

from tests.laws.source import modules

MODULE, LOADER, RULE, MEDIAN = 300, 120, 80, 120
LIMITS = {"loaders": LOADER, "rules": RULE}


def problems(root: Path) -> list[str]:
    """List every module over its limit, and the median where it has crept up."""
    lengths = {m.name: (m.text.count("\n"), LIMITS.get(m.room, MODULE)) for m in modules(root)}
    found = [f"{name}: law 6: {lines} lines, at most {limit}" for name, (lines, limit) in lengths.items() if lines > limit]
    middle = median(lines for lines, _ in lengths.values())
    if middle > MEDIAN:
        found.append(f"workbench: law 6: the median module has {middle:g} lines; it should stay near 100")
    return found
