package hds.lib.coverage_test

import data.hds.lib.coverage

# Days are small numbers here: the run is on day 100.
_law := {"referentials": {
	"1.1": {"id": "1.1", "from_ns": 0, "until_ns": 50},
	"2.0": {"id": "2.0", "from_ns": 0, "until_ns": null},
}}

_all := {"known": true, "everything": true, "eea": false, "names": {}, "complete": true}

_only(name) := {"known": true, "everything": false, "eea": false, "names": {name: true}, "complete": true}

_certificate := {
	"id": "c1",
	"holder": "h",
	"layers": {"physical": true, "backup": false},
	"services": _only("s"),
	"regions": _only("r"),
	"referential": "2.0",
	"from_ns": 10,
	"until_ns": 200,
	"read_ns": 90,
	"weak": false,
	"held": false,
	"number": "N-1",
	"state": "in_force",
}

_question := {
	"id": "placements/physical/1",
	"layer": "physical",
	"actor": "hoster",
	"holder": "h",
	"holder_status": "certified",
	"service": "s",
	"region": "r",
	"eea": "yes",
	"certificates": ["c1"],
}

_answer(question, certificates) := answer if {
	document := {"on_ns": 100, "law": _law, "certificates": certificates}
	answer := coverage.verdict(question) with input as document
}

_with(changes) := {"c1": object.union(_certificate, changes)}

_asked(changes) := object.union(_question, changes)

test_covered if {
	answer := _answer(_question, {"c1": _certificate})
	answer == {"result": "pass", "codes": [], "certificate": "c1"}
}

test_layer_not_covered if {
	answer := _answer(_asked({"layer": "backup"}), {"c1": _certificate})
	answer == {"result": "fail", "codes": ["layer_not_covered"], "certificate": "c1"}
}

test_layer_missing_from_certificate if {
	answer := _answer(_asked({"layer": "virtual"}), {"c1": _certificate})
	answer.result == "fail"
}

test_service_not_covered if {
	answer := _answer(_asked({"service": "other"}), {"c1": _certificate})
	answer == {"result": "fail", "codes": ["service_not_covered"], "certificate": "c1"}
}

test_service_missing_from_incomplete_list if {
	services := {"known": true, "everything": false, "eea": false, "names": {"s": true}, "complete": false}
	answer := _answer(_asked({"service": "other"}), _with({"services": services}))
	answer == {"result": "undetermined", "codes": ["service_scope_unknown"], "certificate": "c1"}
}

test_service_scope_not_known if {
	services := {"known": false, "everything": true, "eea": false, "names": {"s": true}, "complete": true}
	answer := _answer(_question, _with({"services": services}))
	answer == {"result": "undetermined", "codes": ["service_scope_unknown"], "certificate": "c1"}
}

test_region_not_covered if {
	answer := _answer(_asked({"region": "elsewhere"}), {"c1": _certificate})
	answer == {"result": "fail", "codes": ["region_not_covered"], "certificate": "c1"}
}

_inside_eea := {"known": true, "everything": false, "eea": true, "names": {}, "complete": true}

test_region_inside_a_scope_of_the_eea if {
	answer := _answer(_asked({"region": "any"}), _with({"regions": _inside_eea}))
	answer.result == "pass"
}

test_region_outside_a_scope_of_the_eea if {
	answer := _answer(_asked({"region": "any", "eea": "no"}), _with({"regions": _inside_eea}))
	answer == {"result": "fail", "codes": ["region_not_covered"], "certificate": "c1"}
}

test_region_of_unknown_place_and_a_scope_of_the_eea if {
	answer := _answer(_asked({"region": "any", "eea": "unknown"}), _with({"regions": _inside_eea}))
	answer == {"result": "undetermined", "codes": ["region_scope_unknown"], "certificate": "c1"}
}

test_services_are_never_told_by_the_eea if {
	answer := _answer(_question, _with({"services": _inside_eea}))
	answer == {"result": "undetermined", "codes": ["service_scope_unknown"], "certificate": "c1"}
}

test_region_unresolved if {
	answer := _answer(_asked({"region": ""}), {"c1": _certificate})
	answer == {"result": "undetermined", "codes": ["region_unresolved"], "certificate": "c1"}
}

test_region_unresolved_does_not_matter_when_all_are_covered if {
	answer := _answer(_asked({"region": ""}), _with({"regions": _all}))
	answer.result == "pass"
}

test_region_scope_not_known if {
	regions := {"known": false, "everything": false, "eea": false, "names": {}, "complete": false}
	answer := _answer(_question, _with({"regions": regions}))
	answer == {"result": "undetermined", "codes": ["region_scope_unknown"], "certificate": "c1"}
}

test_expired_on_the_first_instant_too_late if {
	answer := _answer(_question, _with({"until_ns": 100}))
	answer == {"result": "fail", "codes": ["certificate_expired"], "certificate": "c1"}
}

test_valid_on_the_last_instant if {
	answer := _answer(_question, _with({"until_ns": 101}))
	answer.result == "pass"
}

test_not_yet_valid_is_unknown if {
	answer := _answer(_question, _with({"from_ns": 101}))
	answer == {"result": "undetermined", "codes": ["certificate_not_yet_valid"], "certificate": "c1"}
}

test_valid_from_the_first_instant if {
	answer := _answer(_question, _with({"from_ns": 100}))
	answer.result == "pass"
}

test_first_day_unknown_counts_from_the_day_it_was_read if {
	answer := _answer(_question, _with({"from_ns": null}))
	answer.result == "pass"
}

test_first_day_unknown_and_read_later if {
	answer := _answer(_question, _with({"from_ns": null, "read_ns": 101}))
	answer == {"result": "undetermined", "codes": ["certificate_not_yet_valid"], "certificate": "c1"}
}

test_last_day_unknown if {
	answer := _answer(_question, _with({"until_ns": null}))
	answer == {"result": "undetermined", "codes": ["certificate_validity_unknown"], "certificate": "c1"}
}

test_referential_superseded if {
	answer := _answer(_question, _with({"referential": "1.1"}))
	answer == {"result": "fail", "codes": ["referential_superseded"], "certificate": "c1"}
}

test_referential_in_force_before_its_end if {
	document := {"on_ns": 49, "law": _law, "certificates": _with({"referential": "1.1"})}
	answer := coverage.verdict(_question) with input as document
	answer.result == "pass"
}

test_referential_that_did_not_exist_yet if {
	law := {"referentials": {"2.0": {"id": "2.0", "from_ns": 101, "until_ns": null}}}
	document := {"on_ns": 100, "law": law, "certificates": {"c1": _certificate}}
	answer := coverage.verdict(_question) with input as document
	answer == {"result": "undetermined", "codes": ["referential_unknown"], "certificate": "c1"}
}

test_referential_not_given if {
	answer := _answer(_question, _with({"referential": ""}))
	answer == {"result": "undetermined", "codes": ["referential_unknown"], "certificate": "c1"}
}

test_referential_never_heard_of if {
	answer := _answer(_question, _with({"referential": "9.9"}))
	answer == {"result": "undetermined", "codes": ["referential_unknown"], "certificate": "c1"}
}

test_weak_source_never_passes if {
	answer := _answer(_question, _with({"weak": true}))
	answer == {"result": "undetermined", "codes": ["certificate_weak_source"], "certificate": "c1"}
}

test_weak_source_never_fails if {
	answer := _answer(_asked({"layer": "backup"}), _with({"weak": true}))
	answer.result == "undetermined"
}

test_all_reasons_are_told if {
	answer := _answer(_asked({"layer": "backup", "region": "elsewhere"}), {"c1": _certificate})
	answer.codes == ["layer_not_covered", "region_not_covered"]
}

test_one_good_certificate_is_enough if {
	other := object.union(_certificate, {"id": "c2", "regions": _only("elsewhere")})
	answer := _answer(_asked({"certificates": ["c2", "c1"]}), {"c1": _certificate, "c2": other})
	answer == {"result": "pass", "codes": [], "certificate": "c1"}
}

test_an_open_certificate_keeps_the_question_open if {
	other := object.union(_certificate, {"id": "c2", "until_ns": null})
	expired := object.union(_certificate, {"until_ns": 50})
	answer := _answer(_asked({"certificates": ["c1", "c2"]}), {"c1": expired, "c2": other})
	answer == {"result": "undetermined", "codes": ["certificate_validity_unknown"], "certificate": "c2"}
}

test_certificate_that_is_not_there if {
	answer := _answer(_asked({"certificates": ["c1", "gone"]}), {"c1": _certificate})
	answer == {"result": "undetermined", "codes": ["not_assessed"], "certificate": ""}
}

test_no_certificate_of_an_uncertified_holder if {
	answer := _answer(_asked({"certificates": [], "holder_status": "not_certified"}), {})
	answer == {"result": "fail", "codes": ["holder_not_certified"], "certificate": ""}
}

test_no_certificate_of_an_unknown_holder if {
	answer := _answer(_asked({"certificates": [], "holder_status": "unknown"}), {})
	answer == {"result": "undetermined", "codes": ["certificate_not_seen"], "certificate": ""}
}

test_no_certificate_of_a_holder_said_to_be_certified if {
	answer := _answer(_asked({"certificates": [], "holder_status": "certified"}), {})
	answer == {"result": "undetermined", "codes": ["certificate_not_seen"], "certificate": ""}
}

test_unknown_hoster if {
	answer := _answer(_asked({"actor": "unknown"}), {"c1": _certificate})
	answer == {"result": "undetermined", "codes": ["hoster_unknown"], "certificate": ""}
}

test_undeclared_operator if {
	answer := _answer(_asked({"actor": "undeclared"}), {"c1": _certificate})
	answer == {"result": "undeclared", "codes": ["operator_not_declared"], "certificate": ""}
}

test_findings_are_those_of_the_result if {
	document := {"on_ns": 100, "law": _law, "certificates": {"c1": _certificate}}
	found := coverage.findings([_question, _asked({"id": "other", "layer": "backup"})], "fail") with input as document
	found == {{"subject": "other", "codes": ["layer_not_covered"], "facts": {"certificate": "c1"}}}
}

test_a_suspended_certificate_covers_nothing if {
	answer := _answer(_question, _with({"state": "suspended"}))
	answer.result == "fail"
	answer.codes == ["certificate_suspended"]
}

test_a_withdrawn_certificate_covers_nothing if {
	answer := _answer(_question, _with({"state": "withdrawn"}))
	answer.codes == ["certificate_withdrawn"]
}

test_a_replaced_certificate_covers_nothing if {
	answer := _answer(_question, _with({"state": "replaced"}))
	answer.codes == ["certificate_replaced"]
}

test_a_state_that_is_not_known_is_undetermined if {
	answer := _answer(_question, _with({"state": "unknown"}))
	answer.result == "undetermined"
	answer.codes == ["certificate_state_unknown"]
}

test_layer_not_known if {
	answer := _answer(_question, _with({"layers": {"physical": null}}))
	answer == {"result": "undetermined", "codes": ["layer_unknown"], "certificate": "c1"}
}

test_a_copy_that_the_customer_holds_of_a_hoster_not_known_as_certified if {
	answer := _answer(_asked({"holder_status": "not_certified"}), {"c1": _certificate})
	answer == {"result": "pass", "codes": [], "certificate": "c1"}
}

test_certificates_that_the_question_does_not_list if {
	answer := _answer(_question, {"c1": _certificate, "c9": object.union(_certificate, {"id": "c9"})})
	answer == {"result": "pass", "codes": [], "certificate": "c1"}
}

test_reasons_unknown_stand_in_the_order_of_the_list if {
	answer := _answer(_asked({"region": ""}), _with({"until_ns": null}))
	answer.codes == ["region_unresolved", "certificate_validity_unknown"]
}

_beside_a_claim(claim, other) := answer if {
	certificates := {
		claim: object.union(_certificate, {"id": claim, "weak": true}),
		other: object.union(_certificate, {"id": other, "until_ns": null}),
	}
	answer := _answer(_asked({"certificates": [claim, other]}), certificates)
}

test_a_claim_and_one_reason_unknown_weigh_the_same if {
	first := _beside_a_claim("c1", "c2")
	first == {"result": "undetermined", "codes": ["certificate_weak_source"], "certificate": "c1"}
	second := _beside_a_claim("c2", "c1")
	second == {"result": "undetermined", "codes": ["certificate_validity_unknown"], "certificate": "c1"}
}

test_first_day_to_come_and_no_last_day if {
	answer := _answer(_question, _with({"from_ns": 101, "until_ns": null}))
	answer.codes == ["certificate_not_yet_valid"]
}

test_known_from_the_day_it_was_read if {
	on := _answer(_question, _with({"from_ns": null, "read_ns": 100}))
	on.result == "pass"
	before := _answer(_question, _with({"from_ns": null, "read_ns": 101}))
	before.codes == ["certificate_not_yet_valid"]
}

_referential_from(from) := found if {
	law := {"referentials": {"3.0": {"id": "3.0", "from_ns": from, "until_ns": null}}}
	document := {"on_ns": 100, "law": law}
	found := coverage.referential({"referential": "3.0"}) with input as document
}

test_a_referential_counts_from_its_first_day if {
	first := _referential_from(100)
	first == "accepted"
	before := _referential_from(101)
	before == "unknown"
}

_standing(changes) := found if {
	document := {"on_ns": 100, "law": _law, "certificates": _with(changes)}
	found := coverage.standing("h") with input as document
}

test_what_stands if {
	own := _standing({})
	own == {"c1": 200}
	foreign := _standing({"holder": "o"})
	foreign == {}
	claimed := _standing({"weak": true})
	claimed == {}
	suspended := _standing({"state": "suspended"})
	suspended == {}
}
