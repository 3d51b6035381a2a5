"""Run every check that only reads the source; exit 1 if one finds something."""

import sys
from pathlib import Path

from tests.laws import constructors, declared, docstrings, imports, notebooks, raising, references, signatures, sizes, words

CHECKS = (imports, declared, sizes, constructors, signatures, raising, docstrings, notebooks, words, references)


def main(root: Path) -> int:
    """Print what breaks a law, and say how it went as an exit status."""
    found = [line for check in CHECKS for line in check.problems(root)]
    for line in found:
        print(line)
    print(f"laws: {len(found)} broken" if found else "laws: all kept")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[2]))
