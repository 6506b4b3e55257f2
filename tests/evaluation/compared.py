"""What every oracle is asked: the examples of the rules, mutated ones, and how the embedded engine answers them."""

import json
import random
from copy import deepcopy
from typing import Any

import regorus

from hds_policy.evaluation.canary import add_canaries
from hds_policy.evaluation.engine import ENTRY_POINT
from hds_policy.evaluation.examples import read_examples
from hds_policy.rules.folder import load_rules

RULES = load_rules()
EXAMPLES = [example for rule in RULES.rules.values() for example in read_examples(RULES.folder, rule)]


def canonical(value: Any) -> str:
    """JSON text that keeps the order of lists and sorts keys: equal text means equal to the last byte."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def embedded_answers(documents: list[Any]) -> list[Any]:
    engine = regorus.Engine()
    for path, source in RULES.modules:
        engine.add_policy(path, source)
    answers = []
    for document in documents:
        engine.set_input_json(json.dumps(document))
        answers.append(json.loads(engine.eval_query_as_json(ENTRY_POINT))["result"][0]["expressions"][0]["value"])
    return answers


def agreed(documents: list[Any], expected: list[Any]) -> int:
    """Hold the embedded engine's answers against those expected, byte for byte; the number of findings in them."""
    found = embedded_answers(documents)
    assert len(expected) == len(found) == len(documents)
    for document, left, right in zip(documents, expected, found, strict=True):
        assert canonical(right) == canonical(left), canonical(document)
    return sum(len(answer["findings"]) for answer in expected)


def mutated_examples(count: int) -> list[Any]:
    """Examples with changed values and with the canaries of a real run, the same each time."""
    chance = random.Random(20261123)
    documents = []
    for _ in range(count):
        document = mutated(chance.choice(EXAMPLES).document, chance)
        document["certificates"] = {
            name: certificate | {"id": name} for name, certificate in document["certificates"].items()
        }
        add_canaries(document)
        documents.append(document)
    return documents


def mutated(document: Any, chance: random.Random) -> Any:
    """A copy with some values replaced by other values the same key may hold."""
    result = deepcopy(document)
    stack: list[Any] = [result]
    while stack:
        item = stack.pop()
        for key in list(item) if isinstance(item, dict) else range(len(item)):
            value = item[key]
            if isinstance(value, dict | list):
                stack.append(value)
            elif chance.random() < 0.15 and key != "id":
                item[key] = chance.choice(_other_values(key, value))
    return result


def _other_values(key: Any, value: Any) -> list[Any]:
    names = {
        "eea": ["yes", "no", "unknown"],
        "actor": ["hoster", "operator", "undeclared", "unknown"],
        "kind": ["option", "exclusion", "known", "unknown"],
        "state": ["met", "not_met", "unknown"],
        "holder_status": ["certified", "not_certified", "unknown"],
        "status": ["certified", "not_certified", "unknown"],
        "referential": ["1.1", "2.0", "", "9.9"],
    }
    if key in names:
        return names[key]
    if isinstance(value, bool):
        return [True, False]
    if key in {"from_ns", "until_ns"}:
        return [None, 0, 1, 99, 100, 101, 2**53]
    if isinstance(value, int):
        return [0, 1, 99, 100, 101, 10**18]
    return ["", "paris", "Évry", "😀", '"<&>\\']
