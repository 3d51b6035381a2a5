"""Views: tables -> plain descriptions of drawings. Pure functions, tested by equality, used by widgets and reports alike.

* ``words`` ``palette`` ``screen`` ``shapes`` ``labels``   sentences, colours, geometry, GeoJSON parts, labels
* ``trail`` ``points``                                     the wearer's fixes and what lies between them
* ``stays`` ``zones`` ``basemap`` ``claims`` ``crimes``    places: a file for each layer
* ``map_scene`` ``map_legend``                             all layers of one map, in drawing order; its key
* ``timeline_picture`` ``rows`` ``answer`` ``statement``   what stands beside the map
* ``still``                                                a picture that stays in a saved notebook
* ``boardrows`` ``matrix``                                 the tables of the crime board
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.views.answer import answer_html as answer_html
    from workbench.views.answer import answer_view as answer_view
    from workbench.views.answer import logic_html as logic_html
    from workbench.views.basemap import base_layer as base_layer
    from workbench.views.boardrows import board_pairs as board_pairs
    from workbench.views.boardrows import board_rows as board_rows
    from workbench.views.boardrows import pair_card as pair_card
    from workbench.views.claims import answers_layer as answers_layer
    from workbench.views.claims import claimed_shape as claimed_shape
    from workbench.views.claims import journeys_layer as journeys_layer
    from workbench.views.claims import place_layer as place_layer
    from workbench.views.crimes import Trail as Trail
    from workbench.views.crimes import crime_points_layer as crime_points_layer
    from workbench.views.crimes import crimes_layer as crimes_layer
    from workbench.views.crimes import fading_layer as fading_layer
    from workbench.views.crimes import scene_layer as scene_layer
    from workbench.views.crimes import silences_layer as silences_layer
    from workbench.views.labels import apart as apart
    from workbench.views.map_legend import legend as legend
    from workbench.views.map_legend import legend_html as legend_html
    from workbench.views.map_scene import DRAWN as DRAWN
    from workbench.views.map_scene import Window as Window
    from workbench.views.map_scene import scene as scene
    from workbench.views.matrix import Page as Page
    from workbench.views.matrix import matrix_html as matrix_html
    from workbench.views.matrix import matrix_picture as matrix_picture
    from workbench.views.matrix import matrix_text as matrix_text
    from workbench.views.points import card_html as card_html
    from workbench.views.points import nearest as nearest
    from workbench.views.points import off_map as off_map
    from workbench.views.points import picked_layer as picked_layer
    from workbench.views.points import point_card as point_card
    from workbench.views.rows import as_frame as as_frame
    from workbench.views.rows import names_of as names_of
    from workbench.views.rows import table_rows as table_rows
    from workbench.views.screen import Box as Box
    from workbench.views.screen import View as View
    from workbench.views.screen import box_of as box_of
    from workbench.views.screen import fit as fit
    from workbench.views.screen import metres_per_pixel as metres_per_pixel
    from workbench.views.screen import seen as seen
    from workbench.views.shapes import Layer as Layer
    from workbench.views.shapes import no_layer as no_layer
    from workbench.views.statement import Place as Place
    from workbench.views.statement import Times as Times
    from workbench.views.statement import account_options as account_options
    from workbench.views.statement import day_words as day_words
    from workbench.views.statement import named_place as named_place
    from workbench.views.statement import place_options as place_options
    from workbench.views.statement import statement_fields as statement_fields
    from workbench.views.statement import statement_times as statement_times
    from workbench.views.still import STILL_PX as STILL_PX
    from workbench.views.still import still_html as still_html
    from workbench.views.still import still_map as still_map
    from workbench.views.still import still_picture as still_picture
    from workbench.views.still import still_time as still_time
    from workbench.views.timeline_picture import day_options as day_options
    from workbench.views.timeline_picture import half_around as half_around
    from workbench.views.timeline_picture import instant_at as instant_at
    from workbench.views.timeline_picture import is_whole_day as is_whole_day
    from workbench.views.timeline_picture import minute_of as minute_of
    from workbench.views.timeline_picture import timeline as timeline
    from workbench.views.trail import legs_of as legs_of
    from workbench.views.words import ANSWERS as ANSWERS
    from workbench.views.words import DISCLAIMER as DISCLAIMER
    from workbench.views.words import EARLIER as EARLIER
    from workbench.views.words import LAYERS as LAYERS
    from workbench.views.words import MARGINS as MARGINS
    from workbench.views.words import NOT_SHOWN as NOT_SHOWN
    from workbench.views.zones import zones_layer as zones_layer

_HOMES = {
    "ANSWERS": "workbench.views.words",
    "Box": "workbench.views.screen",
    "DISCLAIMER": "workbench.views.words",
    "DRAWN": "workbench.views.map_scene",
    "EARLIER": "workbench.views.words",
    "LAYERS": "workbench.views.words",
    "Layer": "workbench.views.shapes",
    "MARGINS": "workbench.views.words",
    "NOT_SHOWN": "workbench.views.words",
    "Page": "workbench.views.matrix",
    "Place": "workbench.views.statement",
    "STILL_PX": "workbench.views.still",
    "Times": "workbench.views.statement",
    "Trail": "workbench.views.crimes",
    "View": "workbench.views.screen",
    "Window": "workbench.views.map_scene",
    "account_options": "workbench.views.statement",
    "answer_html": "workbench.views.answer",
    "answer_view": "workbench.views.answer",
    "answers_layer": "workbench.views.claims",
    "apart": "workbench.views.labels",
    "as_frame": "workbench.views.rows",
    "base_layer": "workbench.views.basemap",
    "board_pairs": "workbench.views.boardrows",
    "board_rows": "workbench.views.boardrows",
    "box_of": "workbench.views.screen",
    "card_html": "workbench.views.points",
    "claimed_shape": "workbench.views.claims",
    "crime_points_layer": "workbench.views.crimes",
    "crimes_layer": "workbench.views.crimes",
    "day_options": "workbench.views.timeline_picture",
    "day_words": "workbench.views.statement",
    "fading_layer": "workbench.views.crimes",
    "fit": "workbench.views.screen",
    "half_around": "workbench.views.timeline_picture",
    "instant_at": "workbench.views.timeline_picture",
    "is_whole_day": "workbench.views.timeline_picture",
    "journeys_layer": "workbench.views.claims",
    "legend": "workbench.views.map_legend",
    "legend_html": "workbench.views.map_legend",
    "legs_of": "workbench.views.trail",
    "logic_html": "workbench.views.answer",
    "matrix_html": "workbench.views.matrix",
    "matrix_picture": "workbench.views.matrix",
    "matrix_text": "workbench.views.matrix",
    "metres_per_pixel": "workbench.views.screen",
    "minute_of": "workbench.views.timeline_picture",
    "named_place": "workbench.views.statement",
    "names_of": "workbench.views.rows",
    "nearest": "workbench.views.points",
    "no_layer": "workbench.views.shapes",
    "off_map": "workbench.views.points",
    "pair_card": "workbench.views.boardrows",
    "picked_layer": "workbench.views.points",
    "place_layer": "workbench.views.claims",
    "place_options": "workbench.views.statement",
    "point_card": "workbench.views.points",
    "scene": "workbench.views.map_scene",
    "scene_layer": "workbench.views.crimes",
    "seen": "workbench.views.screen",
    "silences_layer": "workbench.views.crimes",
    "statement_fields": "workbench.views.statement",
    "statement_times": "workbench.views.statement",
    "still_html": "workbench.views.still",
    "still_map": "workbench.views.still",
    "still_picture": "workbench.views.still",
    "still_time": "workbench.views.still",
    "table_rows": "workbench.views.rows",
    "timeline": "workbench.views.timeline_picture",
    "zones_layer": "workbench.views.zones",
}

__all__ = [
    "ANSWERS",
    "DISCLAIMER",
    "DRAWN",
    "EARLIER",
    "LAYERS",
    "MARGINS",
    "NOT_SHOWN",
    "STILL_PX",
    "Box",
    "Layer",
    "Page",
    "Place",
    "Times",
    "Trail",
    "View",
    "Window",
    "account_options",
    "answer_html",
    "answer_view",
    "answers_layer",
    "apart",
    "as_frame",
    "base_layer",
    "board_pairs",
    "board_rows",
    "box_of",
    "card_html",
    "claimed_shape",
    "crime_points_layer",
    "crimes_layer",
    "day_options",
    "day_words",
    "fading_layer",
    "fit",
    "half_around",
    "instant_at",
    "is_whole_day",
    "journeys_layer",
    "legend",
    "legend_html",
    "legs_of",
    "logic_html",
    "matrix_html",
    "matrix_picture",
    "matrix_text",
    "metres_per_pixel",
    "minute_of",
    "named_place",
    "names_of",
    "nearest",
    "no_layer",
    "off_map",
    "pair_card",
    "picked_layer",
    "place_layer",
    "place_options",
    "point_card",
    "scene",
    "scene_layer",
    "seen",
    "silences_layer",
    "statement_fields",
    "statement_times",
    "still_html",
    "still_map",
    "still_picture",
    "still_time",
    "table_rows",
    "timeline",
    "zones_layer",
]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
