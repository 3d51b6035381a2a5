"""Clocks and calendars: what a person types, zones, instants as integers, nights, labels. The only room that knows zones."""
