"""Clocks and calendars: zones, instants as integers, local nights, labels. The only room that knows zones."""
