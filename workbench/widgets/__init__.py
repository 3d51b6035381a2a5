"""Widgets: thin hands and faces over one session. They take plain descriptions and never compute.

* ``show``       the front door: everything put together
* ``header`` ``switches``         who and when; what is drawn
* ``mapview``                     the map with its legend, its point card and the steps from fix to fix
* ``timestrip`` ``tableview``     the timeline with its brush; the tables
* ``statement`` ``answerpanel``   the form that checks an account, and its answer
* ``crimeboard`` ``boardmap`` ``boardmatrix``   crimes held against trails, over ``workbench.state.board``
* ``guard`` ``look``              how a fault is shown and how often a screen may ask; the style sheet
* ``memory``     what was chosen outlives the running again of its cell
"""
