"""Is an answer one? Called by botocore on every answer before it is parsed, as it reads foreign documents leniently.

A page of a proxy that comes with HTTP 200, or an empty body, would otherwise be a list without entries.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from hds_collectors.live.answers import ROOT
from hds_collectors.live.failures import BadAnswerError

_TAG = re.compile(rb"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<([A-Za-z_][\w.-]*)", re.DOTALL)
_XML = frozenset({"query", "ec2", "rest-xml"})
_JSON = frozenset({"json", "rest-json"})
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])


def check_answer(
    operation_model: Any, response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any
) -> None:
    """Refuse a successful answer whose body is not of the protocol.

    Raises:
        BadAnswerError: it is not.
    """
    output = operation_model.output_shape
    if not 200 <= response_dict["status_code"] < 300 or output is None or not output.members:
        return
    payload = output.members.get(output.serialization.get("payload", ""))
    body = response_dict["body"]
    if not isinstance(body, bytes) or (payload is not None and payload.type_name in ("string", "blob")):
        return
    protocol = operation_model.service_model.resolved_protocol
    if protocol in _XML:
        found = _TAG.match(body)
        if found is None or found[1].lower() == b"html":
            raise BadAnswerError("the answer is empty, or no document of the API")
        customized_response_dict[ROOT] = found[1].decode()
    elif protocol in _JSON and not _is_object(body):
        raise BadAnswerError("the answer is empty, cut off, or no document of the API")
    elif not body:
        raise BadAnswerError("the answer is empty")


def _is_object(body: bytes) -> bool:
    # botocore takes what is no JSON for a message, which looks like an answer without entries.
    try:
        _OBJECT.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return False
    return True
