"""Makes the scripts of ``support/`` importable, as they are when one of them runs."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "support"))
