"""What a simulated child remembers, has told and has taken over from the adult, and how likely it errs now."""

from hilo.testimony.practice.chances import Chances, Luck
from hilo.testimony.practice.hearing import Draft
from hilo.testimony.practice.story import Detail, Phrase, Story, Wrong
from hilo.testimony.practice.words import lower_first

_MOST = 0.97  # nothing is certain, however long the pressure


class Mind:
    """The state of one child in one conversation. ``adopted``: id -> sentence of what came from the adult."""

    def __init__(self, story: Story, age: int, chances: Chances, luck: Luck) -> None:
        self.story, self.age, self.chances, self.luck = story, age, chances, luck
        self.held = frozenset(one.id for one in story.details if self._remembers(one))
        self.told: dict[str, bool] = {}  # detail, in the child's words -> it came out right
        self.known: set[str] = set()  # details that happened and are on record, told or only confirmed
        self.adopted: dict[str, str] = {}
        self.answers: dict[str, bool] = {}  # to closed questions, by what they were about
        self.denied: Wrong | None = None  # what the child has just said no to
        self.supports = self.suggestions = self.last = 0
        self.rules = False
        self._unused, self._returned = list(story.neutral), set[str]()

    def _remembers(self, one: Detail) -> bool:
        return self.luck.happens(self.at("remembers_central" if one.central else "remembers_peripheral"))

    def at(self, name: str) -> float:
        return self.chances.at(name, self.age)

    def voice(self, kind: Phrase) -> str:
        return self.luck.pick(self.story.voice[kind])

    def errs(self, name: str, times: float = 1.0) -> bool:
        """Draw a wrong answer: likelier after suggestive turns, less likely after support and ground rules."""
        pressed = self.at("pressure") ** min(self.suggestions, self.at("pressure_turns"))
        eased = self.at("support_guess") ** self._supported() * (self.at("rules_guess") if self.rules else 1.0)
        return self.luck.happens(min(_MOST, self.at(name) * times * pressed * eased))

    def how_many(self, name: str, muddled: bool) -> int:
        """Draw how many details: support makes silence rarer, a muddled turn makes it likelier."""
        weights = self.chances.counts(name, self.age)
        factor = self.at("support_silence") ** self._supported() * (self.at("muddled_silence") if muddled else 1.0)
        silent = min(_MOST, weights[0] * factor)
        share = (1 - silent) / (1 - weights[0])
        return self.luck.how_many((silent, *(weight * share for weight in weights[1:])))

    def _supported(self) -> float:
        return min(self.supports, self.at("support_turns"))

    def untold(self) -> list[Detail]:
        """What the child could still tell, in time."""
        return [one for one in self.story.details if one.id in self.held and one.id not in self.told]

    def onwards(self) -> list[Detail]:
        """:meth:`untold` from where the child last was, the earlier ones after that."""
        left = self.untold()
        return [one for one in left if one.order >= self.last] + [one for one in left if one.order < self.last]

    def tell(self, draft: Draft, detail: Detail, *, error: str, short: bool = False) -> None:
        """Add a detail to the reply: as it was, or, with the chance ``error``, as it was not."""
        wrong = detail.mistaken
        link: Phrase = "then" if detail.order >= self.last else "also"
        taken_over = wrong.id in self.adopted and self.luck.happens(self.at("adopted_returns"))
        slipped = taken_over or self.errs(error, 1.0 if detail.central else self.at("peripheral_more"))
        self.told[detail.id], self.last = not slipped, detail.order
        self.answers[wrong.id if slipped else detail.id] = True
        if slipped:
            draft.wrong.append(wrong.id)
        else:
            self._record(draft, detail)
        said = wrong.says if slipped else detail.short if short else detail.said_at(self.age)
        draft.parts.append(self._joined(draft, link, said))

    def say_yes(self, draft: Draft, detail: Detail) -> None:
        """The detail is now on record, though only as a yes: the child may still tell it in its own words."""
        self._record(draft, detail)
        self.answers[detail.id], self.last = True, detail.order

    def _record(self, draft: Draft, detail: Detail) -> None:
        if detail.id not in self.known:
            self.known.add(detail.id)
            draft.details.append(detail.id)

    def adopt(self, draft: Draft, which: str, says: str) -> None:
        """Take over from the adult what did not happen: the child holds it from now on."""
        self.adopted[which] = says
        self.answers[which] = True
        draft.wrong.append(which)

    def bring_back(self, draft: Draft) -> None:
        """What was taken over may return in a free account, each once: nobody tells the same thing at every turn."""
        fresh = [which for which in self.adopted if which not in self._returned]
        if fresh and self.luck.happens(self.at("adopted_returns")):
            which = self.luck.pick(fresh)
            draft.parts.append(self._joined(draft, "also", self.adopted[which]))
            draft.wrong.append(which)
            self._returned.add(which)

    def aside(self) -> str:
        """Something that has nothing to do with it, each once; empty when the child stays with the matter."""
        if self._unused and self.luck.happens(self.at("digression")):
            return self._unused.pop(0)
        return ""

    def _joined(self, draft: Draft, link: Phrase, sentence: str) -> str:
        return f"{self.voice(link)} {lower_first(sentence)}" if draft.parts else sentence
