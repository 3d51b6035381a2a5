"""Opening JupyterLab on the first notebook: templates copied, settings of our own, nothing fetched.

* ``templates``  notebooks from the package into a folder; what a person changed is never overwritten
* ``private``    Jupyter settings, kernel and caches of one person for one folder, apart from anything else on the machine
* ``server`` ``kernel``  JupyterLab and the kernel, without what is set for other work
* ``lab``        JupyterLab itself, on this machine only
* ``ready``      what is compiled, compiled before it is needed
* ``headless``   the same notebook run without a browser
"""
