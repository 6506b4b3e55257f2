package hds.rules.open_flow_test

import data.hds.rules.open_flow

_document(eea) := _doubted(eea, "")

_doubted(eea, doubt) := {"flows": [{"id": "a", "kind": "copies_to", "region": "x", "eea": eea, "doubt": doubt}]}

test_outside_fails if {
	document := _document("no")
	denied := open_flow.deny with input as document
	open := open_flow.undetermined with input as document
	denied == {{"subject": "a", "codes": ["end_outside_eea"], "facts": {}}}
	count(open) == 0
}

test_inside_is_still_not_read if {
	document := _document("yes")
	denied := open_flow.deny with input as document
	open := open_flow.undetermined with input as document
	count(denied) == 0
	open == {{"subject": "a", "codes": ["end_not_read"], "facts": {}}}
}

test_not_told_is_undetermined if {
	document := _document("unknown")
	open := open_flow.undetermined with input as document
	open == {{"subject": "a", "codes": ["end_not_read"], "facts": {}}}
}

test_a_selection_that_is_not_known if {
	document := _doubted("unknown", "selection")
	denied := open_flow.deny with input as document
	open := open_flow.undetermined with input as document
	count(denied) == 0
	open == {{"subject": "a", "codes": ["perhaps_chosen"], "facts": {}}}
}

test_a_source_that_is_not_known_never_fails if {
	document := _doubted("no", "source")
	denied := open_flow.deny with input as document
	open := open_flow.undetermined with input as document
	count(denied) == 0
	open == {{"subject": "a", "codes": ["perhaps_source"], "facts": {}}}
}

test_a_service_that_a_setting_names_is_for_a_person if {
	document := _doubted("no", "service")
	denied := open_flow.deny with input as document
	open := open_flow.undetermined with input as document
	found := open_flow.review with input as document
	count(denied) + count(open) == 0
	found == {{"subject": "a", "codes": ["service_named"], "facts": {}}}
}

test_a_flow_without_a_service_is_not_for_a_person if {
	document := _document("no")
	found := open_flow.review with input as document
	count(found) == 0
}

test_no_flow if {
	denied := open_flow.deny with input as {"flows": []}
	open := open_flow.undetermined with input as {"flows": []}
	count(denied) + count(open) == 0
}
