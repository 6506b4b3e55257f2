"""Collectors: each reads one kind of source and yields an ``Inventory``. The engine finds them by entry points."""
