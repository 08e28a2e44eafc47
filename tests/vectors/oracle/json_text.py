"""RFC 8259 and nothing beside it, with the limits of the core."""

from __future__ import annotations

from dataclasses import dataclass

from .failure import Failure

MAX_DEPTH = 16
MAX_MEMBERS = 256
MAX_NUMBER = 64

SPACE = " \t\n\r"
DIGITS = "0123456789"
HEX_DIGITS = "0123456789abcdefABCDEF"
SHORT_ESCAPES = {
    '"': '"',
    "\\": "\\",
    "/": "/",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
}


@dataclass(frozen=True)
class Number:
    """Kept as it was written: what it is worth is for others to say."""

    text: str


@dataclass(frozen=True)
class Object:
    members: dict[str, Value]


Value = Object | list["Value"] | str | Number | bool | None


class Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, expected: str) -> None:
        if not self.text.startswith(expected, self.at):
            raise Failure("malformed")
        self.at += len(expected)

    def skip_space(self) -> None:
        while self.peek() and self.peek() in SPACE:
            self.at += 1

    def value(self, depth: int) -> Value:
        first = self.peek()
        if first == "{":
            return self.object(depth + 1)
        if first == "[":
            return self.array(depth + 1)
        if first == '"':
            return self.string()
        if first == "-" or (first and first in DIGITS):
            return self.number()
        for literal, value in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(literal, self.at):
                self.at += len(literal)
                return value
        raise Failure("malformed")

    def object(self, depth: int) -> Object:
        self.open("{", depth)
        members: dict[str, Value] = {}
        if self.closed("}"):
            return Object(members)
        while True:
            if len(members) == MAX_MEMBERS:
                raise Failure("limit")
            name = self.string()
            if name in members:
                raise Failure("malformed")
            self.skip_space()
            self.take(":")
            self.skip_space()
            members[name] = self.value(depth)
            if self.separated("}"):
                return Object(members)

    def array(self, depth: int) -> list[Value]:
        self.open("[", depth)
        items: list[Value] = []
        if self.closed("]"):
            return items
        while True:
            items.append(self.value(depth))
            if self.separated("]"):
                return items

    def open(self, bracket: str, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise Failure("limit")
        self.take(bracket)
        self.skip_space()

    def closed(self, bracket: str) -> bool:
        if self.peek() != bracket:
            return False
        self.at += 1
        return True

    def separated(self, bracket: str) -> bool:
        """After a member or an item: the end, or a comma and the next."""
        self.skip_space()
        if self.closed(bracket):
            return True
        self.take(",")
        self.skip_space()
        return False

    def string(self) -> str:
        self.take('"')
        units: list[str] = []
        while True:
            unit = self.peek()
            if not unit or unit < " ":
                raise Failure("malformed")
            self.at += 1
            if unit == '"':
                return "".join(units)
            units.append(self.escape() if unit == "\\" else unit)

    def escape(self) -> str:
        kind = self.peek()
        self.at += 1
        if kind in SHORT_ESCAPES:
            return SHORT_ESCAPES[kind]
        if kind != "u":
            raise Failure("malformed")
        unit = self.code_unit()
        if 0xD800 <= unit < 0xDC00:
            self.take("\\u")
            low = self.code_unit()
            if not 0xDC00 <= low < 0xE000:
                raise Failure("malformed")
            return chr(0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00))
        if 0xDC00 <= unit < 0xE000:
            raise Failure("malformed")
        return chr(unit)

    def code_unit(self) -> int:
        digits = self.text[self.at : self.at + 4]
        # int() takes underscores, signs and other scripts' digits as well.
        if len(digits) != 4 or any(digit not in HEX_DIGITS for digit in digits):
            raise Failure("malformed")
        self.at += 4
        return int(digits, 16)

    def number(self) -> Number:
        start = self.at
        if self.peek() == "-":
            self.at += 1
        if self.peek() == "0":
            self.at += 1
        else:
            self.digits()
        if self.peek() == ".":
            self.at += 1
            self.digits()
        if self.peek() in ("e", "E"):
            self.at += 1
            if self.peek() in ("+", "-"):
                self.at += 1
            self.digits()
        if self.at - start > MAX_NUMBER:
            raise Failure("limit")
        return Number(self.text[start : self.at])

    def digits(self) -> None:
        start = self.at
        while self.peek() and self.peek() in DIGITS:
            self.at += 1
        if self.at == start:
            raise Failure("malformed")


def read_object(data: bytes) -> dict[str, Value]:
    """The members of the one object that the text is."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Failure("malformed") from None
    reader = Reader(text)
    reader.skip_space()
    if reader.peek() != "{":
        raise Failure("malformed")
    value = reader.object(1)
    reader.skip_space()
    if reader.at != len(text):
        raise Failure("malformed")
    return value.members


def write_string(text: str) -> str:
    """A string as the core writes it: nothing is escaped that need not be."""
    short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f"}
    short |= {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    units = (short.get(unit) or (f"\\u{ord(unit):04x}" if unit < " " else unit) for unit in text)
    return '"' + "".join(units) + '"'
