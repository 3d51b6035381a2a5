"""Views: tables -> plain descriptions of drawings. Pure functions, tested by equality, used by widgets and reports alike.

* ``words`` ``palette`` ``screen`` ``shapes``   fixed sentences, colours, screen geometry, GeoJSON parts
* ``legs`` ``trail`` ``points`` ``rings``       the wearer's fixes and what lies between them
* ``stays`` ``zones`` ``base``                  places
* ``raster``                                    a picture of very many fixes
* ``scene``                                     all layers of one map, in drawing order
* ``legend`` ``pointcard`` ``timeline`` ``rows`` ``answer``   what stands beside the map
"""
