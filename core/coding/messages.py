"""Messages in a code, a mapping from symbol to codeword: to bits, and back."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Mapping

from core.checks import as_list, brief
from core.coding.codewords import as_codewords, is_prefix_free
from core.coding.decodability import ambiguity, is_uniquely_decodable
from core.errors import InvalidInput

LONGEST_SAID = 64  # bits that a message repeats


def encode(symbols: Iterable[Hashable], code: Mapping[Hashable, str]) -> str:
    """Return the codewords of the symbols, one after the other.

    >>> encode("abba", {"a": "0", "b": "10"})
    '010100'
    """
    as_codewords(_code(code).values())
    words = []
    for symbol in as_list(symbols, "symbols"):
        if not isinstance(symbol, Hashable) or symbol not in code:
            raise InvalidInput(
                "there is no codeword for “{symbol}”",
                symbol=brief(symbol) if not isinstance(symbol, str) else symbol,
            )
        words.append(code[symbol])
    return "".join(words)


def _code(code: object) -> Mapping[Hashable, str]:
    if not isinstance(code, Mapping):
        raise InvalidInput("code must map each symbol to its codeword")
    return code


def decode(bits: str, code: Mapping[Hashable, str]) -> list[Hashable]:
    """Return the symbols that the bits spell, for every uniquely decodable code.

    A prefix-free code is read word by word. Another code may need to look ahead, to the end if
    need be, so all readings are followed at once, as the set of places where a word may end.

    Raises
    ------
    InvalidInput
        A sign other than 0 and 1, bits that fit no word (named with their position, from 1),
        bits left over, or a code that can be read in two ways.

    >>> decode("010100", {"a": "0", "b": "10"})
    ['a', 'b', 'b', 'a']
    >>> decode("0111111", {"a": "0", "b": "01", "c": "11"})
    ['a', 'c', 'c', 'c']
    """
    words = as_codewords(_code(code).values())
    if not isinstance(bits, str):
        raise InvalidInput("bits must be a text of 0 and 1")
    if set(bits) - {"0", "1"}:
        position, bit = next((i, b) for i, b in enumerate(bits, start=1) if b not in "01")
        raise InvalidInput(
            "bit {position} must be 0 or 1, and is “{got}”", position=position, got=bit
        )
    if is_prefix_free(words):
        return _decode_prefix_free(bits, code)
    if not is_uniquely_decodable(words):
        raise InvalidInput("the code can be read in two ways: “{bits}”", bits=ambiguity(words))
    return _decode_looking_ahead(bits, code)


def _decode_prefix_free(bits: str, code: Mapping[Hashable, str]) -> list[Hashable]:
    symbol_of = {word: symbol for symbol, word in code.items()}
    longest = max(map(len, symbol_of))
    lengths = sorted({len(word) for word in symbol_of})
    found, at = [], 0
    while at < len(bits):
        for length in lengths:
            symbol = symbol_of.get(bits[at : at + length])
            if symbol is not None and at + length <= len(bits):
                found.append(symbol)
                at += length
                break
        else:
            _refuse(bits, at, at + longest, symbol_of)
    return found


def _decode_looking_ahead(bits: str, code: Mapping[Hashable, str]) -> list[Hashable]:
    symbol_of = {word: symbol for symbol, word in code.items()}
    lengths = sorted({len(word) for word in symbol_of})
    came: dict[int, int] = {0: 0}  # place where a word may end -> where that word began
    waiting = deque([0])
    while waiting:
        at = waiting.popleft()
        for length in lengths:
            end = at + length
            if end <= len(bits) and end not in came and bits[at:end] in symbol_of:
                came[end] = at
                waiting.append(end)
    if len(bits) not in came:
        _refuse(bits, max(came), len(bits), symbol_of)
    found, end = [], len(bits)
    while end > 0:
        found.append(symbol_of[bits[came[end] : end]])
        end = came[end]
    return found[::-1]


def _refuse(bits: str, at: int, end: int, symbol_of: Mapping[str, Hashable]) -> None:
    """Say at which bit no codeword fits any more, or that the bits stop inside one."""
    for last in range(at + 1, min(end, len(bits)) + 1):
        if not any(word.startswith(bits[at:last]) for word in symbol_of):
            raise InvalidInput(
                "bit {position} fits no codeword: “{got}” starts none",
                position=last,
                got=bits[at:last],
            )
    raise InvalidInput(
        "what is left at the end, “{got}”, is not a whole codeword",
        got=bits[at:][:LONGEST_SAID],
    )
