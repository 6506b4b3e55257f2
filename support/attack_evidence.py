"""Attack evidence bundles at random: change their bytes, and kill the writer; prints every success.

python support/attack_evidence.py mutations BUNDLE TRUST [NUMBER] [SEED]
python support/attack_evidence.py kills [NUMBER] [SEED]
"""

from __future__ import annotations

import hashlib
import io
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

Files = dict[str, bytes]
SIGNATURE = "evidence.sigstore.json"
MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")
WRITER = """
import sys
from pathlib import Path
from hds_policy.evidence.durable import write_durably
one, two, file = b"A" * (1 << 20), b"B" * (1 << 21), Path(sys.argv[1])
print("begun", flush=True)
while True:
    write_durably(file, one)
    write_durably(file, two)
"""


def taken_apart(data: bytes) -> tuple[str, Files]:
    """Top folder and files of a bundle."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        return names[0].split("/")[0], {name.split("/", 1)[1]: archive.read(name) for name in names}


def put_together(top: str, files: Files) -> bytes:
    """The ZIP of a bundle; stored, since thousands are made."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(f"{top}/{name}", (1980, 1, 1, 0, 0, 0)), data)
    return raw.getvalue()


def with_manifests(files: Files) -> Files:
    """The files with manifests that fit them."""
    made = {name: data for name, data in files.items() if name not in MANIFESTS}
    for manifest, wanted in zip(MANIFESTS, (True, False), strict=True):
        names = sorted(n for n in made if n.startswith("data/") is wanted and n != SIGNATURE)
        made[manifest] = b"".join(f"{hashlib.sha256(made[n]).hexdigest()}  {n}\n".encode() for n in names)
    return made


def _bytes(data: bytes, dice: random.Random) -> bytes:
    """One to three places of the bytes changed, cut, doubled or moved."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 3)):
        place, length = dice.randrange(len(changed) + 1), dice.choice((1, 1, 1, 4, 64, 1000))
        match dice.randrange(5):
            case 0 if place < len(changed):
                changed[place] ^= 1 << dice.randrange(8)
            case 1:
                del changed[place : place + length]
            case 2:
                changed[place:place] = dice.randbytes(min(length, 64))
            case 3:
                changed[place:place] = changed[place : place + length]
            case _:
                changed = changed[:place] + changed[place + length :] + changed[place : place + length]
    return bytes(changed)


def _file(top: str, files: Files, dice: random.Random) -> bytes:
    """One file changed, removed, renamed or exchanged with another one; with manifests that fit, or not."""
    made = dict(files)
    name = dice.choice(sorted(made)) if dice.random() < 0.6 else dice.choice((SIGNATURE, "data/run.json", *MANIFESTS))
    other = dice.choice(sorted(made))
    match dice.randrange(5):
        case 0:
            del made[name]
        case 1:
            made[name], made[other] = made[other], made[name]
        case 2:
            made[name + dice.choice(("x", "/x", "\0", " "))] = made.pop(name)
        case _:
            made[name] = _bytes(made[name], dice)
    if dice.random() < 0.5:
        made = with_manifests(made)
    return put_together(top if dice.random() < 0.95 else f"{top}x", made)


def mutant(data: bytes, dice: random.Random) -> bytes:
    """A bundle that is another one than ``data``, or the same in other bytes."""
    if dice.random() < 0.4:
        return _bytes(data, dice)
    return _file(*taken_apart(data), dice)


def accepted_wrongly(original: bytes, changed: bytes, verify: Callable[[bytes], bool]) -> bool:
    """Whether a changed bundle is called valid although its content is another one."""
    return verify(changed) and taken_apart(changed) != taken_apart(original)


def survives(place: Path, dice: random.Random) -> bool:
    """Kill a writer at a random moment, and tell whether what is left is nothing or whole."""
    file = place / "bundle.zip"
    with subprocess.Popen([sys.executable, "-P", "-c", WRITER, str(file)], stdout=subprocess.PIPE) as writer:
        for _ in writer.stdout or ():
            break
        time.sleep(dice.random() * 0.05)
        writer.send_signal(signal.SIGKILL)
    if not file.exists():
        return True
    data = file.read_bytes()
    return data in {b"A" * (1 << 20), b"B" * (1 << 21)}


def _mutations(bundle: str, trust: str, number: str = "100000", seed: str = "1") -> int:
    from hds_policy.evidence.trust import read_trust  # noqa: PLC0415 - only then
    from hds_policy.evidence.verification import Outcome, verify  # noqa: PLC0415

    data, relied_on, now = Path(bundle).read_bytes(), read_trust(Path(trust)), datetime.now(UTC)
    dice, wrong, valid = random.Random(int(seed)), 0, 0  # noqa: S311 - no secret
    for count in range(int(number)):
        changed = mutant(data, dice)
        ok = verify(changed, relied_on, now).outcome is Outcome.OK
        valid += ok
        if ok and taken_apart(changed) != taken_apart(data):
            wrong += 1
            print(f"ACCEPTED: seed {seed}, attempt {count}")
    print(f"{number} mutations: {wrong} accepted with other content, {valid} with the same content, 0 crashes")
    return 1 if wrong else 0


def _kills(number: str = "1000", seed: str = "1") -> int:
    dice, wrong = random.Random(int(seed)), 0  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(int(number)):
            wrong += not survives(Path(folder), dice)
            for part in Path(folder).glob(".*.part"):
                part.unlink()
    print(f"{number} kills: {wrong} half files")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in {"mutations", "kills"}:
        sys.exit(__doc__)
    sys.exit({"mutations": _mutations, "kills": _kills}[sys.argv[1]](*sys.argv[2:]))
