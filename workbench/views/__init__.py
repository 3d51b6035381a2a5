"""Views: tables -> plain descriptions of drawings. Pure functions, tested by equality, used by widgets and reports alike.

* ``words`` ``palette`` ``screen`` ``shapes`` ``labels``   sentences, colours, geometry, GeoJSON parts, labels
* ``trail`` ``points``                                     the wearer's fixes and what lies between them
* ``stays`` ``zones`` ``basemap`` ``claims`` ``crimes``    places: a file for each layer
* ``scene``                                                all layers of one map, in drawing order
* ``legend`` ``timeline`` ``rows`` ``answer`` ``statement``   what stands beside the map
* ``boardrows`` ``matrix``                                 the tables of the crime board
"""
