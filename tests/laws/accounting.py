"""Law 7: nothing disappears. What a load says about its rows is compared with the rows of the file."""

from collections import Counter

from workbench.tables.tracks import Tracks


def problems(tracks: Tracks, rows: int) -> list[str]:
    """List what does not add up in the load of one file with that many data rows."""
    load, fixes = tracks.load, tracks.fixes
    found = []
    if load.rows_read != rows:
        found.append(f"law 7: {load.rows_read} rows read, but the file has {rows}")
    if load.rows_kept != len(fixes):
        found.append(f"law 7: {load.rows_kept} rows kept, but the table has {len(fixes)}")
    if load.rows_read != load.rows_kept + len(load.set_aside):
        found.append(f"law 7: {load.rows_read} rows are not {load.rows_kept} kept and {len(load.set_aside)} set aside")
    seen = Counter([*fixes["row"].tolist(), *load.set_aside["row"].tolist()])
    lost, twice = sorted(set(range(1, rows + 1)) - seen.keys()), sorted(row for row, times in seen.items() if times > 1)
    if lost or twice:
        found.append(f"law 7: rows without a fate {lost[:5]}, with two {twice[:5]}")
    if not load.set_aside["reason"].str.strip().astype(bool).all():
        found.append("law 7: a row was set aside without a reason")
    return found
