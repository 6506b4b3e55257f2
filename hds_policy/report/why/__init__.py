"""Formats of the answer to "why?": a text for people, JSON for programs."""
