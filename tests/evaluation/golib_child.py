"""Ask OPA as a library, in a process of its own: its Go runtime stays away from the tests.

Reads {"modules": [[path, source], …], "query": "data.a.b", "inputs": […]} and prints the list of answers.
"""

import json
import sys

from opa_bindings import OpaEngine

asked = json.load(sys.stdin)
with OpaEngine() as engine:
    for path, source in asked["modules"]:
        engine.add_policy(path, source)
    document = asked["query"].removeprefix("data.")
    json.dump([engine.eval_document(document, given) for given in asked["inputs"]], sys.stdout)
