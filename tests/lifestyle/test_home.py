"""The address on file: where the nights are, and nothing else, decides; who is not seen is not blamed."""

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.stats import binom

import workbench as wb
from workbench.geo.projection import distance_m
from workbench.lifestyle.home.nights import independent_nights, share_strength
from workbench.testing import SEA, make_fixes, make_tracks
from workbench.time.clock import localize

HERE = (1.2, 51.4)


def lived(nights: str, *, seed: int = 1, sigma: float = 8.0, accuracy_m: float = 20.0, wearer: str = "W1") -> wb.Tracks:
    """A fix each ten minutes for so many days, noon to noon: H at the address, A 3 km off, - a tag without a charge."""
    rng = np.random.default_rng(seed)
    minutes, x = [], []
    for day, where in enumerate(nights):
        at = np.arange(0, 1440, 10) + 1440 * day
        dark = (at % 1440 >= 420) & (at % 1440 < 1200)
        kept = at[~dark] if where == "-" else at
        minutes.append(kept)
        x.append(np.where(((kept % 1440 < 420) | (kept % 1440 >= 1200)) | (where == "A"), 3000.0, 0.0))
    t, east = np.concatenate(minutes), np.concatenate(x)
    return make_tracks(
        make_fixes(
            minutes=t,
            x=east + rng.normal(0, sigma, len(t)),
            y=rng.normal(0, sigma, len(t)),
            start="2026-03-02T12:00Z",
            accuracy_m=accuracy_m,
            wearer=wearer,
        )
    )


def night_answers(verdict: wb.Verdict) -> str:
    letters = {"there": "H", "elsewhere": "A", "cannot tell": "?", "no data": "-"}
    return "".join(letters[night["answer"]] for night in verdict.parameters["nights"])


@pytest.mark.parametrize(
    ("nights", "answer", "reason"),
    [
        ("H" * 14, "supported", "evidence"),
        ("A" * 14, "contradicted", "evidence"),
        ("HA" * 10, "cannot tell", "weak"),
        ("H" * 12 + "A" * 12, "cannot tell", "weak"),
        ("H" * 8, "cannot tell", "weak"),
        ("-" * 14, "cannot tell", "no_data"),
        ("H" * 9 + "-" * 12, "cannot tell", "gap"),
        ("HHHHA" * 5, "supported", "evidence"),
        ("HHHHHHHHHHHH" + "-" * 6, "supported", "evidence"),
    ],
)
def test_what_the_nights_say(nights: str, answer: str, reason: str) -> None:
    verdict = wb.check_home(lived(nights), "W1", HERE)
    assert (verdict.answer, verdict.reason) == (answer, reason)
    assert night_answers(verdict) == nights
    assert verdict.base_rate == (nights.count("H"), nights.count("H") + nights.count("A"))
    assert verdict.because and verdict.what_would_change_it and "nights" in verdict.propositions[0]
    assert np.sign(verdict.log10_lr) == {"supported": 1, "contradicted": -1, "cannot tell": 0}[answer] or answer == "cannot tell"
    assert abs(verdict.log10_lr) <= 2 and "not a probability" in verdict.card().text()


def test_another_address_500_m_off_is_contradicted_and_the_right_one_supported() -> None:
    tracks = lived("H" * 14)
    lon, lat = SEA.to_degrees([500.0], [0.0])
    near, _ = SEA.to_degrees([25.0], [0.0])
    assert wb.check_home(tracks, "W1", (float(lon[0]), float(lat[0]))).answer == "contradicted"
    assert wb.check_home(tracks, "W1", (float(near[0]), HERE[1])).answer == "supported"


def test_silent_nights_are_told_and_count_for_neither_side() -> None:
    full, holed = (wb.check_home(lived(n), "W1", HERE) for n in ("H" * 14, "H" * 7 + "-" * 5 + "H" * 7))
    assert "in 5 it reported nothing" in holed.because[0]
    assert holed.base_rate == full.base_rate and holed.log10_lr == pytest.approx(full.log10_lr)
    assert holed.possibly_always and not holed.definitely_always and full.definitely_always


def test_who_moved_out_is_told_as_such() -> None:
    verdict = wb.check_home(lived("H" * 10 + "A" * 6), "W1", HERE)
    assert verdict.answer == "cannot tell"
    assert verdict.because[-1] == (
        "The last night at the address was that of 2026-03-11; each one after it that can be told was elsewhere."
    )


def test_wide_circles_cannot_tell_an_address_and_say_how_wide_they_could() -> None:
    verdict = wb.check_home(lived("H" * 14, accuracy_m=300.0, sigma=20.0), "W1", HERE)
    assert (verdict.answer, verdict.reason) == ("cannot tell", "too_fine")
    assert verdict.what_would_change_it[0].startswith("With all within 600 m")


def test_order_shift_of_a_week_and_other_wearers_change_nothing() -> None:
    tracks = lived("HHHAHHHHHAHHHH")
    plain = wb.check_home(tracks, "W1", HERE)
    mixed = wb.Tracks(tracks.fixes.sample(frac=1.0, random_state=1).reset_index(drop=True), tracks.load)
    later = tracks.fixes.assign(time=tracks.fixes["time"] + pd.Timedelta(days=7))
    both = pd.concat([tracks.fixes, lived("A" * 14, wearer="W2").fixes], ignore_index=True)
    for other in (mixed, wb.Tracks(later, tracks.load), make_tracks(both)):
        found = wb.check_home(other, "W1", HERE)
        assert (found.answer, found.log10_lr, found.base_rate) == (plain.answer, plain.log10_lr, plain.base_rate)


def test_the_bundled_case_and_its_truth_agree_night_by_night() -> None:
    """Each night called there was truly spent within the radius for half of it and more, each called elsewhere was not."""
    case = wb.example()
    told = 0
    for order in case.orders:
        home, wearer = order["places"][0], order["wearer_id"]
        address = (home["lon"], home["lat"])
        truth = case.truth[case.truth["wearer_id"] == wearer]
        near = distance_m(truth["lon"], truth["lat"], *address) <= 75.0
        verdict = wb.check_home(case.tracks, wearer, address)
        assert verdict.answer == ("cannot tell" if wearer == "W3" else "supported"), "W3 lives in a basement with little signal"
        elsewhere = wb.check_home(case.tracks, wearer, (address[0] + 0.0072, address[1]))
        assert elsewhere.answer == ("cannot tell" if wearer == "W3" else "contradicted"), "Wi-Fi alone rules nobody's address out"
        for night in verdict.parameters["nights"]:
            evening = pd.Timestamp(night["night"])
            hours = pd.Series([evening + pd.Timedelta(hours=22), evening + pd.Timedelta(hours=30)])
            low, high = localize(hours, "Europe/London").time
            share = near[(truth["time"] >= low) & (truth["time"] < high)].mean()
            assert night["answer"] != "there" or share >= 0.5
            assert night["answer"] != "elsewhere" or share <= 0.5
            told += night["answer"] in ("there", "elsewhere")
    assert told >= 54


def test_strength_is_the_ratio_of_the_integrals() -> None:
    for k, n in ((9, 10), (3, 12), (7, 8)):
        high, low = (quad(lambda p, k=k, n=n: binom.pmf(k, n, p), *ends)[0] for ends in ((0.5, 1), (0, 0.5)))
        assert share_strength(k / n, float(n)) == pytest.approx(np.clip(np.log10(high / low), -2, 2), abs=1e-6)
        assert share_strength(1 - k / n, float(n)) == pytest.approx(-share_strength(k / n, float(n)))


def test_nights_in_blocks_count_for_fewer() -> None:
    blocks, mixed = np.repeat([True, False], 10), np.tile([True, False], 10)
    assert independent_nights(blocks) < 3 < independent_nights(mixed) <= 10 + 1e-9
    assert independent_nights(np.zeros(0, bool)) == 0


def test_what_cannot_be_used_is_refused() -> None:
    tracks = lived("HH")
    with pytest.raises(wb.InputError, match="no wearer"):
        wb.check_home(tracks, "W9", HERE)
    with pytest.raises(wb.InputError, match="not a radius"):
        wb.check_home(tracks, "W1", HERE, radius_m=0.0)
    with pytest.raises(wb.InputError, match="not in degrees"):
        wb.check_home(tracks, "W1", (530000.0, 180000.0))
    one = wb.check_home(make_tracks(make_fixes(minutes=[0])), "W1", HERE)
    assert one.reason == "no_data" and one.because == ["No night from 22:00 to 06:00 lies wholly within the data."]
