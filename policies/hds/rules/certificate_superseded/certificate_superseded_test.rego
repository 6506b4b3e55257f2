package hds.rules.certificate_superseded_test

import data.hds.rules.certificate_superseded

_document(referential, on) := {
	"on_ns": on,
	"law": {"referentials": {"1.1": {"id": "1.1", "until_ns": 50}, "2.0": {"id": "2.0", "until_ns": null}}},
	"certificates": {"c1": {"id": "c1", "referential": referential}},
}

test_superseded_fails if {
	document := _document("1.1", 50)
	found := certificate_superseded.deny with input as document
	found == {{"subject": "c1", "codes": ["referential_superseded"], "facts": {"certificate": "c1"}}}
}

test_before_the_end_it_counts if {
	document := _document("1.1", 49)
	denied := certificate_superseded.deny with input as document
	open := certificate_superseded.undetermined with input as document
	count(denied) + count(open) == 0
}

test_in_force_is_reported_nowhere if {
	document := _document("2.0", 100)
	denied := certificate_superseded.deny with input as document
	open := certificate_superseded.undetermined with input as document
	count(denied) + count(open) == 0
}

test_not_given_is_undetermined if {
	document := _document("", 100)
	found := certificate_superseded.undetermined with input as document
	found == {{"subject": "c1", "codes": ["referential_unknown"], "facts": {"certificate": "c1"}}}
}
