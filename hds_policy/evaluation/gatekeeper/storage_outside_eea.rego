package hdsstorageoutsideeea

import data.lib.hds_labels

_key := "topology.kubernetes.io/region"

_regions contains region if {
	region := input.review.object.metadata.labels[_key]
}

_regions contains region if {
	some term in input.review.object.spec.nodeAffinity.required.nodeSelectorTerms
	some expression in term.matchExpressions
	expression.key == _key
	expression.operator == "In"
	some region in expression.values
}

violation contains {"msg": msg} if {
	hds_labels.health
	volume := input.review.object
	some region in _regions
	not lower(region) in input.parameters.regions
	msg := sprintf(
		"%v %v holds health data, and its region %v is not known to lie inside the EEA (HDS-007)",
		[volume.kind, volume.metadata.name, region],
	)
}

violation contains {"msg": msg} if {
	hds_labels.health
	volume := input.review.object
	count(_regions) == 0
	msg := sprintf(
		"%v %v holds health data, and does not say in which region it lies (HDS-007)",
		[volume.kind, volume.metadata.name],
	)
}

# A term without a region leaves the volume free to lie anywhere.
violation contains {"msg": msg} if {
	hds_labels.health
	volume := input.review.object
	count(_regions) > 0
	some term in volume.spec.nodeAffinity.required.nodeSelectorTerms
	not volume.metadata.labels[_key]
	named := {expression.key | some expression in object.get(term, "matchExpressions", []); expression.operator == "In"}
	not _key in named
	msg := sprintf(
		"%v %v holds health data, and one of its node affinity terms names no region (HDS-007)",
		[volume.kind, volume.metadata.name],
	)
}
