"""How a text is cut for search: whole paragraphs and sentences, near one size, nothing lost."""

import re

TARGET = 600
MOST = 900
_BREAK = re.compile(r"(?<=[.!?])\s+|\n+")


def cut(text: str) -> list[str]:
    """`text` as passages of about `TARGET` and at most `MOST` characters, in order."""
    passages: list[str] = []
    current = ""
    for sentence in _BREAK.split(text):
        for piece in _pieces(sentence.strip()):
            if current and len(current) + len(piece) + 1 > TARGET:
                passages.append(current)
                current = piece
            else:
                current = f"{current} {piece}".strip()
    if current:
        passages.append(current)
    return passages


def _pieces(sentence: str) -> list[str]:
    return [sentence[i : i + MOST] for i in range(0, len(sentence), MOST)]
