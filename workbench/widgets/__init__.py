"""Widgets: thin hands and faces over one session. They take plain descriptions and never compute.

* ``show``       the front door: everything put together
* ``header`` ``switches``         who and when; what is drawn
* ``mapview`` ``stepper``         the map with its legend and point card; first, previous, next, last
* ``timestrip`` ``tableview``     the timeline with its brush; the tables
* ``statement``                   the form that checks an account, and its answer
* ``crimeboard`` ``boardmap`` ``boardtable``   crimes held against trails, over ``workbench.state.board``
* ``guard`` ``debounce`` ``look`` how a fault is shown; how often a screen may ask; the style sheet
* ``memory``     what was chosen outlives the running again of its cell
"""
