"""The two refusals a person meets. Everything else that is raised is a bug."""


class Denied(Exception):
    """A rule says no. The message is one sentence for the person, saying what to do."""


class BadInput(Exception):
    """What was given cannot be used. The message says what is wrong and how to mend it."""
