package hds.conftest_test

import data.hds.conftest

_row(kind, subject) := {"rule": "r", "kind": kind, "subject": subject, "codes": ["c", "d"], "facts": {}}

_answer(rows) := {"findings": array.concat(rows, [_row("deny", "canary:x")]), "rules": ["r"]}

_whole := {"version": 1, "unread": 0}

_found(document, answer) := {"deny": denied, "warn": warned} if {
	denied := conftest.deny with input as document with data.hds.main.answer as answer
	warned := conftest.warn with input as document with data.hds.main.answer as answer
}

test_nothing_but_canaries_is_nothing if {
	answer := _answer([])
	found := _found(_whole, answer)
	found == {"deny": set(), "warn": set()}
}

test_each_kind_has_its_place if {
	answer := _answer([_row("deny", "a/1"), _row("undetermined", "a/2"), _row("review", "a/3")])
	found := _found(_whole, answer)
	{result.subject | some result in found.deny} == {"a/1", "a/2"}
	{result.subject | some result in found.warn} == {"a/3"}
}

test_resources_are_named_when_they_are_known if {
	answer := _answer([_row("deny", "a/1")])
	about := {"a/1": {"resources": [{"address": "x.y", "file": "m.tf", "line": 1}], "facts": {}}}
	document := object.union(_whole, {"about": about})
	found := _found(document, answer)
	{result.msg | some result in found.deny} == {"r: fails (c, d): a/1, x.y"}
}

test_what_was_not_read_fails if {
	answer := _answer([])
	document := object.union(_whole, {"unread": 2})
	found := _found(document, answer)
	{result.unread | some result in found.deny} == {2}
}

test_a_rule_that_is_silent_on_its_canary_fails if {
	found := _found(_whole, {"findings": [_row("review", "a/1")], "rules": ["r"]})
	{result.msg | some result in found.deny} == {"the rule r did not report its canary"}
}

test_no_rule_fails if {
	found := _found(_whole, {"findings": [], "rules": []})
	{result.msg | some result in found.deny} == {"no rule was asked"}
}

test_another_document_fails if {
	answer := _answer([])
	found := _found({"kind": "Pod"}, answer)
	count(found.deny) == 1
}
