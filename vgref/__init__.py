"""vgref: why gradients vanish, in numpy, as the pages show it.

Every function here stands on a page of the site as it stands in this package. The modules follow
the path of the chapters; nothing is re-exported, so that an import says where a thing lives::

    from vgref.activations import ACTIVATIONS, sigmoid
    from vgref.network import MLP
"""
