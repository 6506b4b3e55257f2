"""Foreign policies run in a process of their own: no environment, limited CPU, memory, time and answer.

``child.py`` runs there and does one step after the other; ``parent.py`` starts it, watches it, and starts it again
behind a step that ended it, so that one bad rule leaves the others their answer.
"""
