"""Keeping the catalogue true: who confirms what and when, faults that visitors report, links that break."""
