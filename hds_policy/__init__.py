"""hds-policy: who operates each HDS activity layer of every resource that carries health data, and is it certified?"""

__version__ = "0.1.0"
