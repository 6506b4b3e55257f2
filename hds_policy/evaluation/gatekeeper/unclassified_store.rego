package hdsunclassifiedstore

import data.lib.hds_labels

violation contains {"msg": msg} if {
	not hds_labels.decided
	claim := input.review.object
	msg := sprintf("%v %v does not say whether it holds health data (HDS-011)", [claim.kind, claim.metadata.name])
}
