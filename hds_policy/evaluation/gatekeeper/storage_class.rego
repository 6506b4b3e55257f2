package hdsstorageclass

import data.lib.hds_labels

violation contains {"msg": msg} if {
	hds_labels.health
	claim := input.review.object
	class := object.get(object.get(claim, "spec", {}), "storageClassName", "")
	not class in input.parameters.storageClasses
	msg := sprintf(
		"%v %v holds health data, and its storage class %q is none of those that were checked for it",
		[claim.kind, claim.metadata.name, class],
	)
}
