"""Plan resources land on their block through nested modules, count and for_each with keys of every kind.

The plan and the lines are written by hand in the documented shape; how Terraform writes a key in an address is from
https://developer.hashicorp.com/terraform/cli/state/resource-addressing, escapes as in a quoted string of HCL.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from plan_document import block, change, plan, read

from hds_policy.model import SourceRange

# Key, and how an address shows it.
KEYS = {
    "plain": '["plain"]',
    "a.b.c": '["a.b.c"]',
    'say "hi"': '["say \\"hi\\""]',
    "back\\slash": '["back\\\\slash"]',
    "module.x": '["module.x"]',
    "[0]": '["[0]"]',
    "]": '["]"]',
    "${each.key}": '["$${each.key}"]',
    "%{if}": '["%%{if}"]',
    "line\nend": '["line\\nend"]',
    "é è": '["é è"]',
    "": '[""]',
}
MAIN = """\
resource "aws_s3_bucket" "one" {
}

resource "aws_s3_bucket" "counted" {
  count = 3
}

resource "aws_s3_bucket" "keyed" {
  for_each = var.keys
}

module "outer" {
  source   = "./outer"
  for_each = var.keys
}

module "far" {
  source = "git::https://example.org/far.git"
  count  = 2
}
"""
OUTER = """\
# the same names as above, elsewhere
resource "aws_s3_bucket" "keyed" {
  for_each = var.keys
}

module "inner" {
  source = "../inner"
  count  = 2
}
"""
INNER = """\


resource "aws_s3_bucket" "one" {
}

resource "aws_s3_bucket" "keyed" {
  for_each = var.keys
}
"""
HERE = {
    "aws_s3_bucket.one": ("main.tf", 1, 2),
    "aws_s3_bucket.counted": ("main.tf", 4, 6),
    "aws_s3_bucket.keyed": ("main.tf", 8, 10),
    "module.outer.aws_s3_bucket.keyed": ("outer/main.tf", 2, 4),
    "module.outer.module.inner.aws_s3_bucket.one": ("inner/main.tf", 3, 4),
    "module.outer.module.inner.aws_s3_bucket.keyed": ("inner/main.tf", 6, 8),
    "module.far.aws_s3_bucket.one": ("main.tf", 17, 20),
}


def instances() -> list[tuple[str, dict[str, Any]]]:
    """Block and change of every instance."""
    found = [("aws_s3_bucket.one", change("aws_s3_bucket.one", {}))]
    counted = (change(f"aws_s3_bucket.counted[{number}]", {}, index=number) for number in range(3))
    found.extend(("aws_s3_bucket.counted", made) for made in counted)
    for key, shown in KEYS.items():
        found.append(("aws_s3_bucket.keyed", change(f"aws_s3_bucket.keyed{shown}", {}, index=key)))
    for (_, module), (key, shown) in itertools.product(KEYS.items(), KEYS.items()):
        address = f"module.outer{module}::aws_s3_bucket.keyed{shown}"
        found.append(("module.outer.aws_s3_bucket.keyed", change(address, {}, index=key)))
    for module, number in itertools.product(KEYS.values(), range(2)):
        inside = f"module.outer{module}.module.inner[{number}]"
        found.append(("module.outer.module.inner.aws_s3_bucket.one", change(f"{inside}::aws_s3_bucket.one", {})))
        for key, shown in KEYS.items():
            made = change(f"{inside}::aws_s3_bucket.keyed{shown}", {}, index=key)
            found.append(("module.outer.module.inner.aws_s3_bucket.keyed", made))
    far = (change(f"module.far[{number}]::aws_s3_bucket.one", {}) for number in range(2))
    found.extend(("module.far.aws_s3_bucket.one", made) for made in far)
    for wanted, made in found:
        # The helper takes the type and name from the text before the first bracket; here they are known.
        made["type"], made["name"] = wanted.rsplit(".", 2)[-2:]
    return found


@pytest.fixture
def repository(write: Any) -> Path:
    folder: Path = write({"infra/main.tf": MAIN, "infra/outer/main.tf": OUTER, "infra/inner/main.tf": INNER}, "repo")
    return folder


def test_all_instances_land_on_their_block(repository: Path) -> None:
    wanted = instances()
    document = plan([made for _, made in wanted], {"resources": [block("aws_s3_bucket.one", "aws")]})
    found = {
        one.address: one.location for one in read(repository / "infra", document, source=repository / "infra").resources
    }
    assert len(found) == len(wanted) == 1 + 3 + 12 + 144 + 24 + 288 + 2
    right = sum(found[made["address"]] == SourceRange(*HERE[where]) for where, made in wanted)
    assert right == len(wanted)
