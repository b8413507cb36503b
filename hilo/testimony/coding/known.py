"""What the child has said so far, and which words of an adult are new beside it."""

import re
from collections.abc import Iterable

from hilo.testimony.coding.words import bases, content, fold, is_event, is_light, lexicon, names, plain, split

_THINGS = frozenset({"mochila"})


class Known:
    """Base forms of everything that counts as said. Grows with each turn of the child; never forgets."""

    def __init__(self, said: Iterable[str] = (), last: str = "", *, whole: bool = False) -> None:
        """``whole``: of an interview from its beginning, in which the event was named or was not."""
        self._whole = whole
        self._bases: set[str] = set()
        self.last = ""
        self.any = False
        for text in said:
            self.hear(text)
        if last:
            self.hear(last)

    def hear(self, text: str) -> None:
        """The child says ``text``."""
        self.last = text
        self.any = self.any or tells(text)
        self.learn(text)

    def learn(self, text: str) -> None:
        """Counts as said from now on, whoever said it: the name of the event, or what the child confirmed."""
        for word in split(text):
            self._bases |= bases(word)

    def has(self, word: str) -> bool:
        return not self._bases.isdisjoint(bases(word))

    def new(self, tokens: Iterable[str]) -> list[str]:
        """The concrete words among ``tokens`` that nobody counts as said."""
        fresh = [
            word for word in content(tokens) if not self.has(word) and not is_light(word) and not self._event(word)
        ]
        return [word for word in fresh if not self._opposed(word, fresh)]

    def _event(self, word: str) -> bool:
        """The name of an event. A thing that may be one («la mochila perdida») is only where it was named as such."""
        return is_event(word) and not (self._whole and not bases(word).isdisjoint(_THINGS))

    def named(self, tokens: Iterable[str]) -> list[str]:
        """The words among ``tokens`` that could name something and that the child said."""
        return [word for word in content(tokens) if self.has(word) and not is_light(word)]

    def _opposed(self, word: str, among: list[str]) -> bool:
        """«¿Grande o chico?» leaves nothing out and so names nothing."""
        others = set().union(*(bases(other) | {fold(other)} for other in among if other != word), set())
        return any(pair & bases(word) and pair & others and len(pair) == 2 for pair in lexicon().opposites)


_EMPTY = names("no_news")


_READY = re.compile(
    r"\b(?:entendi|list[oa]|no se|no me acuerdo|no recuerdo|estoy bien|ya estoy|vengo a|mi nombre|me llamo|"
    r"tengo \w+ anos)\b|^(?:si|ya|bien) se$"
)


def tells(text: str) -> bool:
    """Did the child tell anything here, beyond yes, no, hello, its name and that it is ready?"""
    said = plain(text)
    return not _READY.search(said) and any(word not in _EMPTY for word in said.split())


def echo_share(tokens: list[str], said: str) -> float:
    """The share of the words of ``tokens`` that stand in ``said``, grammar aside; 0.0 where there are none."""
    there = set().union(*(bases(word) for word in split(said)), set())
    mine = content(tokens) or [word for word in tokens if len(word) > 1]
    return sum(not there.isdisjoint(bases(word)) for word in mine) / len(mine) if mine else 0.0
