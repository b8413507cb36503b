"""How a child's word travelled: every telling, every conversation, what is not known.

Facts and gaps only; nothing here grades a child, an account or a person who asked. The pages are
docs/explanation/disclosure-history.md and docs/explanation/tellings.md.
"""
