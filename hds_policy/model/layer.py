"""The six activities of CSP R.1111-9, by name and in the order of the article.

Public pages swap the third and the fourth: an activity is never told by a bare number.
"""

from __future__ import annotations

from enum import StrEnum


class Layer(StrEnum):
    """One of the six HDS activities, named after what is operated."""

    PHYSICAL = "physical"
    HARDWARE = "hardware"
    VIRTUAL = "virtual"
    PLATFORM = "platform"
    ADMIN = "admin"
    BACKUP = "backup"


LAYERS: tuple[Layer, ...] = tuple(Layer)

ACTIVITIES: dict[Layer, tuple[str, str]] = {
    Layer.PHYSICAL: ("sites physiques", "physical sites"),
    Layer.HARDWARE: ("infrastructure matérielle", "hardware infrastructure"),
    Layer.VIRTUAL: ("infrastructure virtuelle", "virtual infrastructure"),
    Layer.PLATFORM: ("plateforme d'hébergement d'applications", "application hosting platform"),
    Layer.ADMIN: (
        "administration et exploitation du système d'information",
        "administration and operation of the information system",
    ),
    Layer.BACKUP: ("sauvegarde des données de santé", "backup of health data"),
}
"""Short French and English names of each activity (CSP R.1111-9)."""
