"""A made-up provider for the tests of propagation: links between stores, hints, HDS options of its hoster."""

FAR = """
[provider]
names = ["far"]
hoster = "nimbus"
region = ["region", "provider.region"]
tags = ["tags_all", "tags", "volume_tags"]
native = { "hds" = ["true"], "spec.zone" = ["*-hds"] }

[[families]]
match = "far_policy*"
role = "none"
reason = "a document"

[types]
far_clinic = { role = "stores", model = "iaas", service = "clinic", health = "suspected" }
far_disk = { role = "stores", model = "iaas", service = "disk" }
far_key = { role = "configures", reason = "a key" }

[types.far_bucket]
role = "stores"
model = "iaas"
service = "bucket"
flows = [
  { from = ".", to = "log.bucket", kind = "copies_to" },
  { from = "origin", to = ".", kind = "copies_to" },
]

[types.far_machine]
role = "processes"
model = "iaas"
service = "compute"
flows = [{ from = ".", to = "disk", kind = "mounts" }, { from = "share", to = ".", kind = "mounts" }]

[types.far_replication]
role = "configures"
reason = "a link"
flows = [
  { from = "bucket", to = "rule.destination", kind = "copies_to" },
  { from = "bucket", to = "key", kind = "encrypts" },
]

[types.far_attachment]
role = "configures"
reason = "a link"
flows = [{ from = "disk", to = "machine", kind = "mounts" }]
"""
