"""``python -m hds_policy``: as the command, and without the current folder on the import path.

``python -m`` puts the current folder first, so that a ``yaml.py`` of the checked repository would be imported, that is,
run. A ``hds_policy`` package of that repository is chosen by Python before any line of ours: use the ``hds-policy``
command or ``python -P -m hds_policy`` there.
"""

import os
import sys

if not sys.flags.safe_path and sys.path and sys.path[0] in {"", os.getcwd()}:  # noqa: PTH109 - nothing may be imported yet
    del sys.path[0]

from hds_policy.cli import main

sys.exit(main())
