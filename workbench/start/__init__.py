"""Opening JupyterLab on the first notebook: templates copied, settings of our own, nothing fetched.

* ``templates``  notebooks from the package into a folder; what a person changed is never overwritten
* ``private``    the folder's own Jupyter settings, kernel and caches, apart from anything else on the machine
* ``lab``        JupyterLab itself, on this machine only
* ``ready``      what is compiled, compiled before it is needed
* ``headless``   the same notebook run without a browser
"""
