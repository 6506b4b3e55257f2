"""Texts that the stages before a report have put together, in the language that is spoken.

Reasons, evidence and the like are facts of the Assessment and stand there in English. Here are the forms they have; a
text that has none of them stays as it is, for it may be a name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from string import Formatter

from hds_policy.language import LANGUAGES, _, current, marked

PHRASES: tuple[str, ...] = (
    marked("estate: {text}"),
    marked("tag {text}"),
    marked("a tag cannot be told: {reason}"),
    marked("a copy of what {copied} names, which was not read"),
    marked("HDS option of the hoster: {text}"),
    marked("{type} is made for health data"),
    marked("its name in the configuration speaks of {word}"),
    marked("{path} speaks of {word}"),
    marked("{path} names {word}"),
    marked("data flows here from {origin}, over {steps} steps of which the last {shown} are shown"),
    marked("data flows here from {origin}"),
    marked("{origin} does not tell its region"),
    marked("{origin} is in {region}, but {other} says {said}"),
    marked("{attribute} names something that was not read"),
    marked("no region is set, neither on the {type} nor on its provider {provider}"),
    marked("nothing on the {type} tells its region"),
    marked("nothing tells where a {type} lies"),
    marked("{attribute} is made from {parents}, and may name another"),
    marked("{path} of provider {name} is not a name"),
    marked("{path} is not a name"),
    marked("{origin} names no region"),
    marked("{origin} puts it on a site that is not told"),
    marked("{origin} is not an ordinary zone of a region"),
    marked("{origin} is not in the region {region}"),
    marked("{attribute}, which decides on copies in another region: {reason}"),
    marked("{origin} copies the data from a region that is not known to another region, which is not told"),
    marked("{origin} copies the data from {region} to another region, which is not told"),
    marked("the catalogue has no provider {name}"),
    marked("provider {name} comes from {source}, which the catalogue does not know"),
    marked("provider {name} names no endpoint or cluster that is known"),
    marked("its regions belong to several hosters: {names}"),
    marked("an endpoint of provider {name} cannot be told: {reason}"),
    marked("provider {name} uses an endpoint of an unknown hoster"),
    marked("provider {name} uses endpoints of several hosters: {names}"),
    marked("not told by {type}: it is read on {types}"),
    marked("no contract in the estate says so"),
    marked("declared in the estate"),
    marked("who operates {type} is not known"),
    marked("its address {address}"),
    marked("several countries"),
    marked("{region} of an unknown hoster"),
    marked("it is not known"),
    marked("the name is empty"),
    marked("registry of hosters that comes with hds-policy"),
    marked("registry of hosters {file}"),
    marked("classification rule: {text}"),
    marked("declassification: {text}"),
    marked("the instances of {address} are not known: {reason}"),
    marked("{address} is not available: {reason}"),
    marked("its source is unknown: {reason}"),
    marked("its source is not a string"),
    marked("variable file {name} is not read"),
    marked("a variable file of this root module cannot be read completely"),
    marked("the value given for {name} cannot be read"),
    marked("the value of {name} does not have the declared type"),
    marked("{name} depends on itself"),
    marked("{name} is not declared"),
    marked("{name} is not in the plan"),
    marked("{name} cannot be told"),
    marked("{name} is read at run time"),
    marked("{name} is known after apply"),
    marked("{name} is not set"),
    marked("{name} has no value here"),
    marked("{name} has no value"),
    marked("sensitive value: not read"),
    marked("nested too deeply"),
    marked("evaluation steps are used up: values are missing"),
    marked("evaluation steps are used up"),
    marked("the certificate {number} of {holder} begins"),
    marked("the certificate {number} of {holder} ends on {day}"),
    marked("the certificate {number} of {holder} has ended"),
    marked("the certificate {number} of {holder} is suspended"),
    marked("the certificate {number} of {holder} is withdrawn"),
    marked("the certificate of {holder} begins"),
    marked("the certificate of {holder} ends on {day}"),
    marked("the certificate of {holder} has ended"),
    marked("the certificate of {holder} is suspended"),
    marked("the certificate of {holder} is withdrawn"),
    marked("what {holder} answers to {topic} no longer counts"),
    marked("the contract {contract} with {hoster} begins"),
    marked("the contract {contract} with {hoster} has ended"),
    marked("the waiver of {rule} for {address} has ended"),
    marked("referential {version} no longer counts"),
    marked("referential {version} counts"),
    marked("the {name} is too old"),
    marked("{name} is in force"),
    marked("the certificate {number} of {holder} is replaced"),
    marked("the certificate {number} of {holder} is in force again"),
    marked("the certificate of {holder} is replaced"),
    marked("the certificate of {holder} is in force again"),
    marked("waivers in comments do not count in this run ([settings] inline_waivers)"),
    marked("must be plain text of at most {count} characters"),
    marked("only {word} is known here"),
    marked('must name one rule id, such as "HDS-007", after "waive"'),
    marked("there is no rule {rule}"),
    marked("{key}=… is missing"),
    marked("reason must have at least {count} characters"),
    marked("stands neither in a resource or module block nor right above one"),
    marked("{text} is not key=value; values with spaces stand in quotes"),
    marked("{key}=… is not known, or stands here twice; known: {names}"),
    marked("until must be a day between {first} and {last}, such as 2027-03-31"),
)
"""The forms; a place-holder stands for one character or more."""
_NESTED = frozenset({"reason"})
"""Place-holders that may hold a phrase themselves."""


def phrase(text: str) -> str:
    """A text in the language that is spoken."""
    return text if current() == LANGUAGES[0] or not text else _phrase(text, current())


@lru_cache(maxsize=16_384)
def _phrase(text: str, _language: str) -> str:
    # The same few texts stand in the findings of thousands of resources.
    for form, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found:
            values = {name: phrase(value) if name in _NESTED else value for name, value in found.groupdict().items()}
            return _(form).format(**values)
    return text


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((form, _pattern(form)) for form in sorted(PHRASES, key=_particular))


def _particular(form: str) -> tuple[bool, int]:
    """The more particular first: those whose beginning is ours, then those of which more is ours."""
    return form.startswith("{"), -sum(len(literal) for literal, _name, _spec, _conversion in Formatter().parse(form))


def _pattern(form: str) -> re.Pattern[str]:
    parts = []
    for literal, name, _spec, _conversion in Formatter().parse(form):
        parts.append(re.escape(literal) + (f"(?P<{name}>.+?)" if name else ""))
    return re.compile("".join(parts), re.DOTALL)
