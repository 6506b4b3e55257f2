package hds.rules.certificate_superseded_test

import data.hds.rules.certificate_superseded

_certificate(id, referential, until) := {
	"id": id,
	"holder": "h",
	"referential": referential,
	"from_ns": 1,
	"until_ns": until,
	"read_ns": 1,
	"weak": false,
	"held": false,
	"number": "N-1",
	"state": "in_force",
}

_document(referential, on) := {
	"on_ns": on,
	"law": {"referentials": {"1.1": {"id": "1.1", "from_ns": 0, "until_ns": 50}, "2.0": {"id": "2.0", "from_ns": 0, "until_ns": null}}},
	"certificates": {"c1": _certificate("c1", referential, 200)},
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

test_another_certificate_stands_in if {
	other := {"certificates": {"c2": _certificate("c2", "2.0", 200)}}
	document := object.union(_document("1.1", 100), other)
	denied := certificate_superseded.deny with input as document
	count(denied) == 0
}

test_a_certificate_that_has_ended_does_not_stand_in if {
	other := {"certificates": {"c2": _certificate("c2", "2.0", 90)}}
	document := object.union(_document("1.1", 100), other)
	denied := certificate_superseded.deny with input as document
	{finding.subject | some finding in denied} == {"c1"}
}

test_a_statement_without_dates_does_not_stand_in if {
	other := {"certificates": {"c2": _certificate("c2", "2.0", null)}}
	document := object.union(_document("1.1", 100), other)
	denied := certificate_superseded.deny with input as document
	{finding.subject | some finding in denied} == {"c1"}
}

test_another_certificate_stands_in_for_a_referential_that_is_not_known if {
	other := {"certificates": {"c2": _certificate("c2", "2.0", 200)}}
	document := object.union(_document("", 100), other)
	open := certificate_superseded.undetermined with input as document
	count(open) == 0
}
