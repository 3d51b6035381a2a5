"""``python -m workbench`` is the command ``workbench``."""

import os
import sys

# Python puts the folder one stands in before everything else. A folder of evidence is no place for modules, so it goes, unless
# the workbench itself was found there (a checkout that is not installed).
_here, _own = os.path.realpath(os.curdir), os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
if _here != _own:
    sys.path[:] = [place for place in sys.path if os.path.realpath(place) != _here]

from workbench.cli import main  # noqa: E402

main()
