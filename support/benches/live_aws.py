"""What reading 10,000 resources in twelve regions of an account costs the collector, the server apart."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benches.live_aws_server import REGIONS
from benches.measuring import BenchError, Figure, Score, Setting, Task, measure

_RESOURCES: Final = 10_008
_READ: Final = """
import sys
from hds_collectors.aws.collector import collect
found = collect({"endpoint_url": sys.argv[1], "hoster": "aws", "attempts": 1})
print(len(found.resources), "resources")
"""


def live_aws(_: Setting) -> Sequence[Figure | Score]:
    """CPU and memory of the collector with all of its modules, and how many of its calls it made more than once."""
    server = subprocess.Popen(
        [sys.executable, "-P", str(Path(__file__).with_name("live_aws_server.py"))], stdout=subprocess.PIPE, text=True
    )
    try:
        if server.stdout is None:
            raise BenchError("live: the server tells no port")
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        credentials = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nobody"}
        environment = {**credentials, "AWS_CONFIG_FILE": "", "AWS_SHARED_CREDENTIALS_FILE": ""}
        what = f"{_RESOURCES:,} resources, {len(REGIONS)} regions"
        command = [sys.executable, "-P", "-c", _READ, url]
        task = Task("live AWS, collecting", what, command, f"{_RESOURCES} resources", environment)
        figure = measure(task, 1, cpu_aim=25.0, peak_aim=400e6)
        with urllib.request.urlopen(f"{url}/counted") as answer:  # noqa: S310 - our own server
            calls, different = map(int, answer.read().split())
    finally:
        server.terminate()
        server.wait()
    share = calls / different
    return [figure, Score("live AWS, calls for each that is needed", what, share, "", aim=1.05, more_is_better=False)]
