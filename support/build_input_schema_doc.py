"""Write policies/schema/input.json from the input contract; ``--check`` only compares."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from hds_policy.evaluation.contract import schema

ROOT = Path(__file__).resolve().parents[1]
COMMAND = "python support/build_input_schema_doc.py"


def page() -> str:
    """The schema as it is written: sorted keys, no line that is about nothing."""
    return json.dumps(schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Write or compare the file; 1 when it is not up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("--output", type=Path, default=ROOT / "policies" / "schema" / "input.json")
    options = parser.parse_args(arguments)
    if not options.check:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(page(), encoding="utf-8")
        return 0
    if options.output.is_file() and options.output.read_text(encoding="utf-8") == page():
        return 0
    print(f"{options.output} is not up to date: run {COMMAND}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
