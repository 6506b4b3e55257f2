"""The table of guarantees (HDS referential 2.0, chapter 8): seven columns, a row for each actor of the chain."""
