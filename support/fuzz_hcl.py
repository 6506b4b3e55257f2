"""Fuzz the readers of Terraform and Kubernetes: whatever the input, nothing but the documented answer.

``fuzz_hcl.py TARGET`` runs one of the targets: ``hcl`` and ``json`` (readers, which never raise), ``evaluator`` (a
whole root module from text to resources), ``yaml`` (``yamldecode``), ``document`` (a plan or a state, which is read or
refused with a UsageError), ``manifests`` (Kubernetes objects, from text to
placement). With atheris the inputs follow the coverage of the
code; without it they are mutations of the seeds, the same for the same ``--seed``. ``large`` reads inputs of one
megabyte of repeated pieces. An input that raises, takes longer than ten seconds or needs more than one gigabyte ends
the run with that input in ``--failures``.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import resource
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "collectors")]
_SECONDS: Final = 10
_MEMORY: Final = 1024 * 1024 * 1024
_LARGE: Final = 1_000_000
_LONGEST: Final = 4096
_SUFFIXES: Final = {
    "hcl": (".tf",),
    "json": (".json",),
    "evaluator": (".tf",),
    "yaml": (".yaml", ".json"),
    "document": (".tfstate", ".json"),
    "manifests": (),
}
_PIECES: Final = (
    *("[", "]", "{", "}", "(", ")", '"', "=", "=>", "!=", "<", ">", "!", "&&", "||", "?", ":", "::", ".", ",", "..."),
    *(
        "[*]",
        ".*",
        "#",
        "//",
        "/*",
        "*/",
        "\\",
        "\\n",
        "\\u00e9",
        "${",
        "%{",
        "~}",
        "$${",
        "%%{",
        "<<E\n",
        "<<-E\n",
        "\nE\n",
    ),
    *("\n", "\r\n", "\t", "'", "for", "in", "if", "else", "endif", "endfor", "null", "true", "1", "-1", "1e400", "0.1"),
    *("1e99999999999999999999", "9e-99999999999999999999", "999999999999999999999999"),
    *("a", "a.b", "each.value", "count.index", "var.x", "local.x", "module.m", "data.a.b", "resource", "dynamic"),
    *("content", "for_each", "count", "provider", "variable", "locals", "output", "é", "\ufeff", "\x00", "&a", "*a"),
    *("-", "|", "<<:", "---", "!!int", "~", "0x1F", "2026-01-01", "merge(", "lookup(", "regex(", "format("),
    *("templatefile(", "yamldecode(", "fileset(", "range("),
)
_PAIRS: Final = (
    ("[", "]"),
    ("(", ")"),
    ("{ a = ", "}"),
    ('"${', '}"'),
    ("a {\n", "}\n"),
    ("f(", ")"),
    ("%{ if a }", ""),
)


class _SlowError(Exception):
    """An input took too long."""


def _hcl(data: bytes) -> None:
    from hds_collectors.terraform import hcl  # noqa: PLC0415  # imported while atheris watches

    hcl.parse("fuzz.tf", data.decode("utf-8", "replace"))


def _json(data: bytes) -> None:
    from hds_collectors.terraform import json_syntax  # noqa: PLC0415  # imported while atheris watches

    json_syntax.parse_json("fuzz.tf.json", data.decode("utf-8", "replace"))


def _yaml(data: bytes) -> None:
    from hds_collectors.terraform.functions import call  # noqa: PLC0415  # imported while atheris watches
    from hds_collectors.terraform.guard import guarded  # noqa: PLC0415
    from hds_collectors.terraform.limits import Budget, Limits  # noqa: PLC0415

    text = data.decode("utf-8", "replace")
    guarded(lambda: call("yamldecode", [lambda: text], False, Budget(Limits())))


def _evaluator(data: bytes) -> None:
    from hds_collectors.terraform import hcl  # noqa: PLC0415  # imported while atheris watches
    from hds_collectors.terraform.configuration import build  # noqa: PLC0415
    from hds_collectors.terraform.emission import Emission  # noqa: PLC0415
    from hds_collectors.terraform.folder import Folder  # noqa: PLC0415
    from hds_collectors.terraform.limits import Budget, Limits  # noqa: PLC0415
    from hds_collectors.terraform.loader import Loader  # noqa: PLC0415
    from hds_collectors.terraform.module import ModuleInstance  # noqa: PLC0415
    from hds_collectors.terraform.run import Run  # noqa: PLC0415

    limits = Limits(steps=50_000, instances=500, block_instances=50, module_instances=50, nodes=5_000, references=2_000)
    loader = Loader(Folder(Path(_EMPTY.name), 1000), "fast", lambda: None)
    run = Run(loader, Budget(limits))
    file = hcl.parse("fuzz.tf", data.decode("utf-8", "replace"))
    Emission(run).add(ModuleInstance(run, build(".", [file], []), (".",), ".", {}))


def _document(data: bytes) -> None:
    from hds_collectors.terraform.collector import Options  # noqa: PLC0415  # imported while atheris watches
    from hds_collectors.terraform.documents import collect_bytes  # noqa: PLC0415

    from hds_policy.errors import UsageError  # noqa: PLC0415

    with suppress(UsageError):
        collect_bytes(data, "fuzz.json", Path(_EMPTY.name), None, Options())


def _manifests(data: bytes) -> None:
    from hds_collectors.kubernetes.collector import collect_text  # noqa: PLC0415  # imported while atheris watches

    from hds_policy.config import Estate  # noqa: PLC0415
    from hds_policy.pipeline import Knowledge, prepare  # noqa: PLC0415

    prepare(collect_text(data, "fuzz.yaml"), Estate.default(), Knowledge.shipped(), date(2026, 1, 1))


_EMPTY: Final = tempfile.TemporaryDirectory(prefix="hds-policy-fuzz-")
TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "hcl": _hcl,
    "json": _json,
    "evaluator": _evaluator,
    "yaml": _yaml,
    "document": _document,
    "manifests": _manifests,
}


def seeds(target: str) -> list[bytes]:
    """Files of the test assets that fit the target."""
    assets = ROOT / "tests" / "assets"
    found = sorted(path for path in assets.rglob("*") if path.is_file() and path.suffix in _SUFFIXES[target])
    if target == "manifests":
        return _manifest_seeds(assets / "kubernetes" / "cases.toml")
    if target == "document":
        return [path.read_bytes() for path in found if path.is_relative_to(assets / "plans")]
    return [path.read_bytes()[:_LONGEST] for path in found] or [b"a = 1\n"]


def _manifest_seeds(cases: Path) -> list[bytes]:
    """The objects of each file of the labelled cases, as one JSON document."""
    texts = [
        text
        for case in tomllib.loads(cases.read_text(encoding="utf-8"))["cases"]
        for name, text in sorted(case["files"].items())
        if name.endswith(".yaml")
    ]
    return [json.dumps(list(yaml.safe_load_all(text)), default=str).encode() for text in texts]


def mutations(target: str, runs: int, seed: int) -> Iterator[bytes]:
    """Inputs made of seeds: pieces inserted, parts removed, doubled, exchanged; now and then pieces alone."""
    chance = random.Random(seed)  # noqa: S311  # inputs have to be the same each time, not secret
    pool, pieces = seeds(target), [piece.encode() for piece in _PIECES]
    for number in range(runs):
        if number % 10 == 0:
            yield b" ".join(chance.choices(pieces, k=chance.randint(1, 40)))
            continue
        data = chance.choice(pool)
        if target == "document":
            yield _changed_document(data, chance)
            continue
        if target == "manifests" and number % 3:
            objects = json.loads(_changed_document(data, chance))
            yield "\n---\n".join(map(json.dumps, objects if isinstance(objects, list) else [objects])).encode()
            continue
        start = chance.randrange(len(data) + 1)
        data = data[start : start + chance.randint(20, 600)]
        for _ in range(chance.randint(1, 6)):
            place, end = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
            kind = chance.randrange(5)
            if kind == 0:
                data = data[:place] + chance.choice(pieces) + data[place:]
            elif kind == 1:
                data = data[:place] + data[end:]
            elif kind == 2:
                data = data[:end] + data[place:end] + data[end:]
            elif kind == 3:
                data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
            else:
                data = data[:place] + chance.choice(pieces) + data[end:]
        yield data[:_LONGEST]


def _changed_document(data: bytes, chance: random.Random) -> bytes:
    """A JSON document with a few of its values exchanged for odd ones or for others of its own."""
    document = json.loads(data)
    places = list(_places(document))
    for holder, key in chance.sample(places, min(len(places), chance.randint(1, 8))):
        other, name = chance.choice(places)
        odd = ("", "a.b", "module.x", "[", [], {}, None, True, -1, 1e308, 10**40, ["x"], {"references": [1]}, {"": {}})
        # A copy, because a document that holds itself cannot be written.
        holder[key] = copy.deepcopy(chance.choice((*odd, other[name])))
    return json.dumps(document).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from _places(value[key])


def large() -> Iterator[tuple[str, bytes]]:
    """A name and up to one megabyte of one piece, or of a pair of brackets around each other."""
    for piece in _PIECES:
        for text in (piece, f"{piece} ", f"{piece}\n", f"a = {piece}\n"):
            if text.strip(" "):
                yield repr(text), (text * (_LARGE // len(text.encode()))).encode()
        yield repr(f"a = {piece}..."), ("a = " + piece * (_LARGE // len(piece.encode()) - 4)).encode()
    for opening, closing in _PAIRS:
        for depth in (90, 1000, _LARGE // (len(opening) + len(closing))):
            yield f"{opening!r} x {depth}", (f"a = {opening * depth}{closing * depth}\n").encode()[:_LARGE]


def _slow(_: int, __: FrameType | None) -> None:
    raise _SlowError(f"more than {_SECONDS} s")


def _tried(check: Callable[[bytes], None], data: bytes, failures: Path) -> float:
    """CPU seconds that an input took; the input is kept when it fails."""
    start = time.process_time()
    signal.alarm(_SECONDS)
    try:
        check(data)
    except BaseException:
        failures.mkdir(parents=True, exist_ok=True)
        (failures / f"failure-{abs(hash(data)):x}").write_bytes(data)
        raise
    finally:
        signal.alarm(0)
    return time.process_time() - start


def _mutate(target: str, runs: int, seed: int, failures: Path) -> None:
    start, slowest = time.process_time(), 0.0
    for data in mutations(target, runs, seed):
        slowest = max(slowest, _tried(TARGETS[target], data, failures))
    _report(f"{target}: {runs:,} mutations of {len(seeds(target))} seeds (seed {seed})", start, slowest)


def _read_large(failures: Path) -> None:
    start, slowest, name, count = time.process_time(), 0.0, "", 0
    for what, data in large():
        for target in ("hcl", "json", "yaml"):
            count += 1
            took = _tried(TARGETS[target], data, failures)
            slowest, name = max((slowest, name), (took, f"{target} {what[:40]}"))
    _report(f"large: {count} inputs of up to {_LARGE:,} bytes, the slowest {name}", start, slowest)


def _report(what: str, start: float, slowest: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    used = time.process_time() - start
    print(f"{what}: no failure, {used:.0f} s of CPU, slowest input {slowest:.2f} s, peak {peak} MB", flush=True)


def _follow_coverage(target: str, runs: int, seconds: int, failures: Path) -> None:
    """Fuzz with atheris; it ends the process itself."""
    import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415  # in its own environment only

    with atheris.instrument_imports(include=["hds_collectors"]):
        TARGETS[target](b"")
    failures.mkdir(parents=True, exist_ok=True)
    corpus = Path(_EMPTY.name) / "corpus"
    corpus.mkdir()
    for number, data in enumerate(seeds(target)):
        (corpus / str(number)).write_bytes(data)
    options = [f"-runs={runs}", f"-timeout={_SECONDS}", f"-rss_limit_mb={_MEMORY >> 20}", f"-max_len={_LONGEST}"]
    options += [f"-max_total_time={seconds}", f"-artifact_prefix={failures}/", "-print_final_stats=1", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[target], enable_python_coverage=True)
    atheris.Fuzz()


def _has_atheris() -> bool:
    return find_spec("atheris") is not None


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=[*TARGETS, "large"])
    parser.add_argument("--runs", type=int, default=1_000_000, help="inputs (default 1,000,000)")
    parser.add_argument("--seconds", type=int, default=0, help="with atheris: stop after this time (default: never)")
    parser.add_argument("--engine", choices=["atheris", "mutation"], help="default: atheris where it is installed")
    parser.add_argument("--seed", type=int, default=1, help="of the mutations (default 1)")
    parser.add_argument(
        "--failures", type=Path, default=ROOT / ".cache" / "fuzz-failures", help="folder for inputs that fail"
    )
    options = parser.parse_args()
    sys.setrecursionlimit(4000)
    if options.target != "large" and (options.engine or ("atheris" if _has_atheris() else "mutation")) == "atheris":
        _follow_coverage(options.target, options.runs, options.seconds, options.failures)
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGALRM, _slow)
    if options.target == "large":
        _read_large(options.failures)
    else:
        _mutate(options.target, options.runs, options.seed, options.failures)


if __name__ == "__main__":
    _main()
