"""A server that speaks four services of AWS in twelve regions and refuses the others; on loopback, its port on stdout.

``GET /counted`` tells how many calls came, and how many different ones.
"""

from __future__ import annotations

import json
import re
import threading
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qs

ACCOUNT: Final = "111122223333"
REGIONS: Final = (
    *("ap-south-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1", "eu-south-1"),
    *("eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-west-2"),
)
VOLUMES, SECRETS, GROUPS, QUEUES = 500, 200, 100, 34
"""In each region: 834, so 10,008 in all."""
_SIGNED = re.compile(r"Credential=[^/]*/\d+/([^/]+)/([^/]+)/aws4_request")
_EC2 = "http://ec2.amazonaws.com/doc/2016-11-15/"


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    lock = threading.Lock()
    calls = 0
    different: Final[set[bytes]] = set()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/counted":
            self._send(200, f"{self.calls} {len(self.different)}")
            return
        signed = _SIGNED.search(self.headers.get("Authorization", ""))
        region, service = signed.groups() if signed else ("", "")
        target = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        key = sha256("\n".join((service, region, self.command, self.path, target)).encode() + body).digest()
        with self.lock:
            type(self).calls += 1
            self.different.add(key)
        if target:
            given = json.loads(body)
            told = _json(region, target, given)
            self._send(*((200, json.dumps(told)) if told is not None else (400, '{"__type":"AccessDenied"}')))
        else:
            action = parse_qs(body.decode("utf-8", "replace")).get("Action", [""])[0]
            told = _xml(region, action)
            refusal = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>m</Message></Error></ErrorResponse>"
            self._send(*((200, told) if told else (403, refusal)))

    do_GET = do_PUT = do_HEAD = do_POST  # noqa: N815 - names of the standard library

    def _send(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def _page(names: list[str], given: dict[str, str], size: int, token: str) -> tuple[list[str], dict[str, str]]:
    start = int(given.get(token, "0"))
    rest = {token: str(start + size)} if start + size < len(names) else {}
    return names[start : start + size], rest


def _json(region: str, target: str, given: dict[str, str]) -> object:
    if target == "ListSecrets":
        names, rest = _page([f"secret-{n}" for n in range(SECRETS)], given, 100, "NextToken")
        arn = f"arn:aws:secretsmanager:{region}:{ACCOUNT}:secret"
        return {"SecretList": [{"Name": one, "ARN": f"{arn}:{one}-abcdef"} for one in names], **rest}
    if target == "DescribeLogGroups":
        names, rest = _page([f"group-{n}" for n in range(GROUPS)], given, 50, "nextToken")
        arn = f"arn:aws:logs:{region}:{ACCOUNT}:log-group"
        return {"logGroups": [{"logGroupName": one, "arn": f"{arn}:{one}:*"} for one in names], **rest}
    if target == "ListQueues":
        return {"QueueUrls": [f"https://sqs.{region}.amazonaws.com/{ACCOUNT}/queue-{n}" for n in range(QUEUES)]}
    if target == "GetQueueAttributes":
        name = given["QueueUrl"].rpartition("/")[2]
        return {"Attributes": {"QueueArn": f"arn:aws:sqs:{region}:{ACCOUNT}:{name}"}}
    empty = {"ListQueueTags": "Tags", "ListTagsLogGroup": "tags"}
    lists = {"DescribeSubscriptionFilters": "subscriptionFilters", "DescribeDestinations": "destinations"}
    return {empty[target]: {}} if target in empty else {lists[target]: []} if target in lists else None


def _xml(region: str, action: str) -> str:
    if action == "GetCallerIdentity":
        arn = f"<Arn>arn:aws:iam::{ACCOUNT}:user/reader</Arn><UserId>A</UserId><Account>{ACCOUNT}</Account>"
        told = f"<GetCallerIdentityResult>{arn}</GetCallerIdentityResult>"
        return f"<GetCallerIdentityResponse>{told}</GetCallerIdentityResponse>"
    if action == "DescribeRegions":
        items = "".join(
            f"<item><regionName>{one}</regionName><optInStatus>opt-in-not-required</optInStatus></item>"
            for one in REGIONS
        )
        return f'<DescribeRegionsResponse xmlns="{_EC2}"><regionInfo>{items}</regionInfo></DescribeRegionsResponse>'
    if action == "DescribeVolumes":
        items = "".join(
            f"<item><volumeId>vol-{number:017x}</volumeId><size>8</size><encrypted>true</encrypted>"
            f"<availabilityZone>{region}a</availabilityZone><tagSet><item><key>Name</key><value>v</value></item></tagSet></item>"
            for number in range(VOLUMES)
        )
        return f'<DescribeVolumesResponse xmlns="{_EC2}"><volumeSet>{items}</volumeSet></DescribeVolumesResponse>'
    return ""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    print(server.server_address[1], flush=True)
    server.serve_forever()
