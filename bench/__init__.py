"""Synthetic alerts with known truth, and measurements against a floor. Never part of the test suite."""
