"""Answers of earlier runs, kept in the user's cache folder: an unchanged tree is not read a second time.

An answer is given only when everything that the run looked at is as it was. Any doubt is a miss, and a miss costs
nothing but time. What is kept are the reports as they were written, which hold no secret that the reader did not see.
"""

from hds_policy.cache.answers import Answer, Answers, Request
from hds_policy.cache.facts import keep_in
from hds_policy.cache.place import cache_folder
from hds_policy.cache.tool import tool_digest
from hds_policy.cache.tree import content_digest, tree_digest

__all__ = ["Answer", "Answers", "Request", "cache_folder", "content_digest", "keep_in", "tool_digest", "tree_digest"]
