"""OPA as a library answers as the embedded engine does, on machines where no OPA can be built.

The bindings call for a newer Python than they need: `make test` installs them without that condition.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from compared import EXAMPLES, RULES, agreed, mutated_examples
from real_opa import run

from hds_policy.evaluation.engine import ENTRY_POINT

if find_spec("opa_bindings") is None:
    pytest.skip(
        "no opa-golib-python-bindings (`make test` installs them): left out OPA as a library beside ours",
        allow_module_level=True,
    )

CHILD = Path(__file__).with_name("golib_child.py")
BROKEN = "package a\n\nx := input.size { input.size > 1 }\n"


def answers(modules: list[tuple[str, str]], query: str, inputs: list[Any]) -> list[Any]:
    asked = {"modules": modules, "query": query, "inputs": inputs}
    done = run(sys.executable, "-P", CHILD, text=json.dumps(asked))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_examples_are_answered_alike() -> None:
    documents = [example.document for example in EXAMPLES]
    assert agreed(documents, answers(list(RULES.modules), ENTRY_POINT, documents)) >= len(RULES.rules)


def test_mutated_examples_with_canaries_are_answered_alike() -> None:
    documents = mutated_examples(600)
    assert agreed(documents, answers(list(RULES.modules), ENTRY_POINT, documents)) >= len(documents)


def test_it_is_opa_of_version_1() -> None:
    done = run(
        sys.executable,
        "-P",
        CHILD,
        text=json.dumps({"modules": [("a.rego", BROKEN)], "query": "data.a", "inputs": [{}]}),
    )
    assert done.returncode != 0
    assert "`if` keyword is required" in done.stderr
