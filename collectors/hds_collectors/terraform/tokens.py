"""Regular expressions of HCL native syntax, matched at offsets: there is no token list.

None of them can backtrack more than linearly: repetitions are possessive or their alternatives start with different
characters.
"""

from __future__ import annotations

import re

# Said by what is left out of ASCII: a range up to U+10FFFF costs milliseconds in each pattern that is compiled.
_FIRST = r"[^\x00-\x40\x5b-\x5e\x60\x7b-\x7f]"
_FOLLOWING = r"[^\x00-\x2c\x2e\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]"

NAME = rf"{_FIRST}{_FOLLOWING}*+"
"""An identifier; one that is not ASCII is checked further by ``is_name``."""

_COMMENT = r"(?>/\*[\s\S]*?\*/)"

SPACE = re.compile(rf"[ \t\r]*+(?:{_COMMENT}[ \t\r]*+)*")
"""Whitespace inside a line; a comment between ``/*`` and ``*/`` counts as such."""

SPACE_AND_LINES = re.compile(rf"[ \t\r\n]*+(?:(?:\#[^\n]*+|//[^\n]*+|{_COMMENT})[ \t\r\n]*+){{0,1000}}")
"""Whitespace, newlines and comments: at most a thousand comments in one match."""

LINE_END = re.compile(rf"[ \t\r]*+(?:{_COMMENT}[ \t\r]*+)*(?:\#[^\n]*+|//[^\n]*+)?(?:\n|\Z)")

TERM = re.compile(
    rf"""
      (?P<string>"[^"\\$%\n]*+")
    | (?P<quote>")
    | (?P<number>[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)
    | (?P<name>{NAME}(?:\.{NAME})*)
    | (?P<bracket>\[)
    | (?P<brace>\{{)
    | (?P<parenthesis>\()
    | (?P<unary>[-!])
    | <<(?P<flush>-?)(?P<heredoc>{NAME})\r?\n
    """,
    re.VERBOSE,
)

STEP = re.compile(
    rf"\.[ \t]*(?:(?P<attribute>{NAME})|(?P<legacy>[0-9]++)(?!\.[0-9])|(?P<splat>\*))"
    r"|(?P<full>\[[ \t]*\*[ \t]*\])|(?P<index>\[)"
)

OPERATOR = re.compile(r"\|\||&&|==|!=|[<>]=?|[-+*%]|/(?![/*])")

PRECEDENCE = {
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
}  # fmt: skip

FOR = re.compile(rf"for(?!{_FOLLOWING})")
IN = re.compile(rf"in(?!{_FOLLOWING})")
IF = re.compile(rf"if(?!{_FOLLOWING})")
IDENTIFIER = re.compile(NAME)

OBJECT_ITEM = re.compile(
    rf"""
    (?:({NAME})|"([^"\\$%\n]*+)")[ \t]*+[=:](?![=>:])[ \t]*+
    (?:"([^"\\$%\n]*+)"|(-?[0-9]{{1,18}})|(true|false|null)|({NAME}(?:\.{NAME})*))
    [ \t\r]*+(?:,[ \t\r]*+)?(?:\#[^\n]*+|//[^\n]*+)?\n
    """,
    re.VERBOSE,
)
"""A whole common line of an object: ``key = literal`` or ``key = a.b.c``."""

OBJECT_KEY = re.compile(rf"({NAME})(?={SPACE.pattern}[=:](?![=>:]))")

ARGUMENT_LINE = re.compile(
    rf"""
    [ \t\r\n]*+({NAME})[ \t]*+=[ \t]*+
    (?:"([^"\\$%\n]*+)"|(-?[0-9]{{1,18}})|(true|false|null)|({NAME}(?:\.{NAME})*))
    [ \t\r]*+(?:\#[^\n]*+|//[^\n]*+)?(?:\n|\Z)
    """,
    re.VERBOSE,
)
"""A whole common line of a body: ``name = literal`` or ``name = a.b.c``."""

HEADER_LINE = re.compile(rf'[ \t\r\n]*+({NAME})((?:[ \t]+(?:"[^"\\$%\n]*+"|{NAME})){{0,4}})[ \t]*+\{{[ \t\r]*+\n')
"""A whole common first line of a block."""

LABEL = re.compile(rf'"([^"\\$%\n]*+)"|({NAME})')

_HEADER = r'([A-Za-z_][\w-]*+)((?:[ \t]+(?:"[^"\n]*+"|[\w-]++)){0,4})[ \t]*+\{'
_ARGUMENT = r"[A-Za-z_][\w-]*+[ \t]*+=(?![=>])"

HEADER = re.compile(_HEADER)
"""What looks like the header of a block."""

ARGUMENT = re.compile(_ARGUMENT)

_HEREDOC = r"<<-?(?P<heredoc>[A-Za-z_][\w-]*+)[ \t\r]*$"

RECOVERY = re.compile(rf"^(?:\}}[^\n]*+\n?|(?={_HEADER}))|{_HEREDOC}", re.MULTILINE)
"""Where reading goes on after an error in a block: behind a brace in column 0, or at the header of a block there.

Group ``heredoc`` is the marker of a heredoc that begins before that.
"""

RECOVERY_ARGUMENT = re.compile(rf"^(?:\}}[^\n]*+\n?|(?={_HEADER})|(?={_ARGUMENT}))|{_HEREDOC}", re.MULTILINE)
"""The same after an error in a top-level argument: also at the next argument."""

QUOTED_LITERAL = re.compile(r'(?:[^"\\$%\n]++|\\[^\n]|\$\$\{|%%\{|[$%](?!\{)){0,1000}')
"""Literal text in quotes; the count is bounded because each repetition of a group takes memory until the match ends."""

HEREDOC_LITERAL = re.compile(r"(?:[^$%\n]++|\$\$\{|%%\{|[$%](?!\{)){0,1000}\n?")
BARE_LITERAL = re.compile(r"(?:[^$%]++|\$\$\{|%%\{|[$%](?!\{)){0,1000}")

SEQUENCE = re.compile(r"([$%])\{(~?)")
SEQUENCE_END = re.compile(r"(~?)\}")
DIRECTIVE = re.compile(r"(if|else|endif|for|endfor)(?![0-9A-Za-z_-])")


def is_name(text: str) -> bool:
    """Whether text that ``NAME`` matches is an identifier by the Unicode definition; ``-`` counts as a letter."""
    return text.isascii() or text.replace("-", "_").isidentifier()
