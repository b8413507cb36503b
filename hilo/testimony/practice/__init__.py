"""The practice room: an interviewer rehearses with a simulated child in an invented, neutral story.

Not a child, not evidence, and no measure of anybody: docs/explanation/practice-room.md.
"""

from hilo.testimony.practice.child import SimulatedChild
from hilo.testimony.practice.hearing import Reply
from hilo.testimony.practice.session import Account, Said, Session
from hilo.testimony.practice.story import Detail, Story, Wrong, chances, stories, story

__all__ = [
    "Account", "Detail", "Reply", "Said", "Session", "SimulatedChild", "Story", "Wrong", "chances", "stories", "story",
]  # fmt: skip
