"""Indicators: topics that a person marks in a child's account, each with acts of investigation attached.

The codebook is frozen, versioned data (``data/codebook.yaml``). Nothing here measures a child or an account; the page
is docs/explanation/indicators.md.
"""
