"""The process that runs foreign policies. Started by ``parent.py`` as a file, with an empty environment.

Reads one job (JSON) from the standard input and writes a line of JSON when a step begins and when it ends. What is
imported here is imported for every run: the tool itself only when the task needs it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

_Step = tuple[str, Callable[[], Any]]


def _limit_memory(memory: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        within = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (within, within))


def _limit_step(seconds: int) -> None:
    """The kernel ends this process when the step that begins now takes more CPU time than it may."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    until = int(time.process_time()) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard))


def _engine(modules: list[tuple[str, str]]) -> Any:
    import regorus  # noqa: PLC0415 - the limits come first

    engine = regorus.Engine()
    for path, source in modules:
        engine.add_policy(path, source)
    return engine


def _ask(job: dict[str, Any]) -> Iterator[_Step]:
    """One step for each rule: what each of its sets holds."""
    engine = _engine(job["modules"])
    engine.set_input_json(job["document"])

    def answer(package: str, kinds: list[str]) -> dict[str, Any]:
        return {kind: json.loads(engine.eval_query_as_json(f"data.{package}.{kind}")) for kind in kinds}

    for rule in job["rules"]:
        yield rule["package"], partial(answer, rule["package"], rule["kinds"])


def _load(job: dict[str, Any]) -> Iterator[_Step]:
    """Whether the modules stay inside the Rego subset and compile, and which sets each package defines."""

    def violations() -> Any:
        from hds_policy.evaluation.sandbox.loading import inspect  # noqa: PLC0415

        return inspect([(path, source) for path, source in job["modules"]], set(job["own"]))

    yield "load", violations


def _test(job: dict[str, Any]) -> Iterator[_Step]:
    """One step for each question: its answers; then one for each branch: whether any answer changes without it."""
    engine = _engine(job["modules"])
    for question in job["questions"]:
        yield question["name"], partial(_answers, engine, question)
    known: dict[str, Any] = {}
    for branch in job["branches"]:
        yield branch["name"], partial(_matters, job, branch, engine, known)


def _answers(engine: Any, question: dict[str, Any]) -> list[Any]:
    own = engine.clone()
    if question["document"] is not None:
        own.set_input_json(question["document"])
    return [json.loads(own.eval_query_as_json(query)) for query in question["queries"]]


def _matters(job: dict[str, Any], branch: dict[str, Any], whole: Any, known: dict[str, Any]) -> bool:
    """Whether a question of its rule is answered otherwise when the branch never holds; ``known``: answers so far."""
    modules = []
    for path, source in job["modules"]:
        text = source.encode()
        if path == branch["path"]:
            text = text[: branch["start"]] + branch["text"].encode() + text[branch["end"] :]
        modules.append((path, text.decode()))
    without = _engine(modules)
    for question in job["questions"]:
        if question["package"] != branch["package"]:
            continue
        if question["name"] not in known:
            known[question["name"]] = _attempt(whole, question)
        if _attempt(without, question) != known[question["name"]]:
            return True
    return False


def _attempt(engine: Any, question: dict[str, Any]) -> Any:
    try:
        return _answers(engine, question)
    except RuntimeError:
        return None


_TASKS: dict[str, Callable[[dict[str, Any]], Iterator[_Step]]] = {"ask": _ask, "load": _load, "test": _test}


def _outcome(action: Callable[[], Any], most: int) -> dict[str, Any]:
    try:
        value = action()
        text = json.dumps(value)
    except MemoryError:
        return {"failure": "needs more memory than it may"}
    except RecursionError:
        return {"failure": "is nested too deeply"}
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is no Exception; all is told to the parent
        first = str(error).partition("\n\nStack backtrace:")[0].strip()
        # Nobody knows what state a panic leaves the engine in: the next step gets a new process.
        crashed = type(error).__name__ == "PanicException"
        return {"failure": f"{first or type(error).__name__}"[:2000], **({"crashed": True} if crashed else {})}
    if len(text) > most:
        return {"failure": f"answers with more than {most >> 20} MiB"}
    return {"value": value}


def main() -> None:
    """Do the steps of the job, from the one it names on."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    job = json.loads(sys.stdin.buffer.read())
    _limit_memory(job["memory_bytes"])
    _limit_step(job["cpu_seconds"])
    for number, (name, action) in enumerate(_TASKS[job["task"]](job)):
        if number < job["skip"]:
            continue
        out.write(json.dumps({"begin": name, "number": number}) + "\n")
        out.flush()
        _limit_step(job["cpu_seconds"])
        outcome = _outcome(action, job["answer_bytes"])
        out.write(json.dumps(outcome) + "\n")
        out.flush()
        if "crashed" in outcome:
            return
    out.write(json.dumps({"done": True}) + "\n")
    out.flush()


if __name__ == "__main__":
    main()
