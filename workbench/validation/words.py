"""The sentences of a validation report, in words a court could read."""

from __future__ import annotations

__all__ = ["CAVEATS", "KEPT", "OPENING", "TITLE", "WORSE"]

TITLE = "How far the answers can be relied on"

OPENING = (
    "{n} claims about {wearers} simulated wearers were checked. The wearers are invented, so it is known exactly where each of "
    "them was; the checking was not told. None of them was used to set anything.",
    "A claim is 'supported' where the positions reported by the tag are at least ten times more probable if it is true than "
    "if it is not, 'contradicted' where it is the other way round or no journey fits, and else 'cannot tell'.",
    "Cllr is the cost of the strengths given: 0 is perfect, 1 is what saying nothing costs, more than 1 does harm.",
    "{left_out} visits shorter than two minutes were drawn and left out, as they are neither a visit nor none.",
)

WORSE = "The tags of this run are worse than the ones everything was set for: every error is doubled and no circle is given."

KEPT = {True: "yes", False: "no", None: "too few to say"}

CAVEATS = (
    "The wearers, their town and their tags are simulated. The figures say how good the reasoning is in that world; they are no "
    "measurement of any real tag. Before casework, staff should wear tags with a better recorder beside them.",
    "The same hands wrote the simulator and the checking. They share no code and no figures, but they share an idea of how tags "
    "behave.",
    "The claims are a sample made up of true places, other places of the same person, near misses, points on the way and places "
    "at random. Their mix decides pooled figures; the tables by stratum do not depend on it.",
    "A strength says how much the positions favour one account over another. It is not the probability that anybody was "
    "anywhere: that needs everything else that is known, and belongs to the court.",
    "The tag is what is located. Who wore it, and why it was there, is another question.",
    "Claims that something happened at one moment, and data from Wi-Fi or phone masts alone, were tried on some hundred claims "
    "each and have no calibration of their own; more than 24 hours at once were not tried. No strength above the cap of its kind "
    "of claim and data is reported.",
    "A share of 100 % in a table is a share among the claims counted there; the range beside it says what it may truly be.",
)
