"""What every live collector shares: what a module of a service declares, asking it, and what became of each unit.

A collector of a cloud adds a ``Source`` (its SDK: pages of a call, and what its errors mean), modules that declare a
``Service`` each, and a ``Scanner``. Nothing here imports an SDK.
"""
