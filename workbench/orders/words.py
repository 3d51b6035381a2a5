"""The sentences in which changes of orders are told."""

from __future__ import annotations

__all__ = ["ADDED", "CALLED", "CHANGED", "KINDS", "REMOVED", "WITHOUT"]

CHANGED = "{what} has changed from {before} to {after} ({clause})."
ADDED = "{what} has been added ({clause})."
REMOVED = "{what} has been removed ({clause})."
WITHOUT = "nothing"

KINDS = {
    "curfew": "Curfew",
    "exclusion": "Exclusion zone",
    "inclusion": "Inclusion zone",
    "restriction": "Restriction zone",
    "appointment": "Appointment",
    "non_association": "Non-association",
    "moving_zone": "Moving zone",
    "device": "Device",
    "residence": "Residence",
}
"""What each kind of clause is called at the beginning of a sentence."""

CALLED = {
    "text": "text",
    "name": "name",
    "place_id": "address",
    "grace_minutes": "grace in minutes",
    "buffer_m": "ring of approach in metres",
    "within_m": "distance in metres",
    "with_wearer": "person",
    "around_device": "device",
    "device_id": "device",
    "drawn_by": "drawn by",
    "own_start": "start date",
    "own_end": "end date",
}
"""Columns of a clause whose change is told, and what each is called in the sentence."""
