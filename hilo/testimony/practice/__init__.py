"""The practice room: an interviewer rehearses with a simulated child in an invented, neutral story.

Not a child, not evidence, and no measure of anybody: docs/explanation/practice-room.md.
"""

from hilo.testimony.practice.child import SimulatedChild
from hilo.testimony.practice.hearing import Reply
from hilo.testimony.practice.kept import Exchange, Talk, go_on, resumed, version
from hilo.testimony.practice.session import Account, Said, Session
from hilo.testimony.practice.story import Detail, Story, Wrong, chances, stories, story

__all__ = [
    "Account", "Detail", "Exchange", "Reply", "Said", "Session", "SimulatedChild", "Story", "Talk", "Wrong", "chances",
    "go_on", "resumed", "stories", "story", "version",
]  # fmt: skip
