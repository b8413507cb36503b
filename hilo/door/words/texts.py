"""What a text of the door is: the same thing said to a child, to an adolescent and to an adult."""

from dataclasses import dataclass

from django.utils.functional import Promise

CHILD, TEEN, ADULT = AUDIENCES = ("child", "teen", "adult")  # under 12; 12 to 17; 18 and more, as "usted"
Lazy = str | Promise


@dataclass(frozen=True)
class Words:
    """Three ways to say one thing, in Spanish; translated when it is said. ``child``: under 12, ``teen``: 12 to 17,
    both as "tú"; ``adult``: as "usted"."""

    child: Lazy
    teen: Lazy
    adult: Lazy

    def to(self, audience: str) -> str:
        """The words for this audience; those for an adolescent when it is none of the three."""
        return str({CHILD: self.child, ADULT: self.adult}.get(audience, self.teen))


def young(words: Lazy, adult: Lazy) -> Words:
    """The same words for a child and an adolescent, and others for an adult."""
    return Words(child=words, teen=words, adult=adult)


def all_ages(words: Lazy) -> Words:
    """Words that speak to nobody in particular, so that everybody gets the same ones."""
    return Words(child=words, teen=words, adult=words)
