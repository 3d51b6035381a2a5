"""The words that lie beside the bundled case."""

from __future__ import annotations

__all__ = ["README"]

README = """# The case of Eastmere

**Everything here is invented.** Eastmere is a London borough that does not exist. It is placed in open sea off the Essex
coast, so no real address, person or event is meant. Its streets, people, tags and errors come from `workbench simulate`;
the truth is known exactly, so answers can be checked.

Remake it, byte for byte: `workbench simulate datasets/eastmere --case eastmere`. Licence: Apache-2.0.

## The story

* **W1** must keep away from Z1, the street of the woman at 29 Mere Lane. She says that he stood outside her house on Tuesday
  3 March 2026, and on two other evenings. He says that he was at his mother's, and on another evening on Lantern Fields.
* **W2** works at Tern Launderette, beside that zone, and comes close to it every working day without entering it.
* **W3** lives in a basement with little signal; most of the fixes there come from Wi-Fi and phone masts.

Four weeks, Monday 23 February to Sunday 22 March 2026, all in Greenwich Mean Time.

## The files

* `positions.csv`: what the three tags reported, in order of arrival, in the 27 columns of the ministry's position feed.
  `position_gps_date` is the time of the fix, `position_recorded_date` about six minutes later, `position_uploaded_date` when the
  batch arrived; all UTC. `position_lbs` says how the position was found: 1 satellites, 4 home unit, 5 phone mast, 6 Wi-Fi.
  `position_precision` is the radius in whole metres; 0 or 2147483647 means unknown. Speed is in km/h, direction in degrees.
  Some rows are repeated or out of order, as in real feeds. To save space the geometry is empty, and of the provenance
  columns only `_file_name` is filled.
* `positions_2026-03-03_W1.jsonl`: the same feed as JSON Lines, W1, one day, with geometry and all provenance columns.
* `location_condensed_W1.csv`: the ministry's condensed location export, W1, 2 to 8 March: day-first local minutes, no seconds.
* `location_full_W1.csv`: the full location export, W1, 3 and 4 March, with the columns about the (invented) person.
* `zones.geojson`: Z1 and Z2 exclusion, Z3 inclusion; `buffer_m` is the ring that belongs to the order, `edge_error_m` how well
  the edge is drawn.
* `order.json`: the orders: places, curfews, zones, appointments.
* `places.csv`: `place_id, name, lon, lat, radius_m, kind` of every place.
* `crimes.csv`: twelve invented crimes as a police batch: 13 columns without header, times in UTC, positions in WGS 84.
* `account.csv`: the statements as rows: who said what about whom, where (`lon, lat, radius_m`), when (wall clock and zone), and
  how it is meant (`visited`: there for at least `min_minutes`; `throughout`: there all the time).
* `account_truth.csv`: which statements are true, and why.
* `truth_knots.csv`: where each person truly was: straight, even movement between knots; `mode`, `place_id`, `indoors` and
  `underground` hold until the next knot. The truth every ten seconds is rebuilt from it.
* `base.geojson`: the map: parks, river, streets, railway with its tunnel, places.

## How the tags behave

A fix every minute when moving and every three to five minutes when still; satellite errors of a few metres outdoors, more
indoors and between tall buildings, related from fix to fix, with bursts of wild ones; Wi-Fi positions that miss by the same
amount whenever the same place is visited; mast positions hundreds of metres off; nothing under the ground; outages, charging,
empty batteries. The reported circle is meant to hold 95 % of the true positions and holds about 80 %, as is known from phones.

## What this does not show

Simulated errors are milder and tidier than some real ones. A method that does well here has passed a rehearsal, not a trial.
"""
