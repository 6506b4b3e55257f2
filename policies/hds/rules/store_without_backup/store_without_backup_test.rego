package hds.rules.store_without_backup_test

import data.hds.rules.store_without_backup

_document(missing, unknown) := {"backups": [{"id": "a", "stores": 3, "missing": missing, "unknown": unknown}]}

test_all_backed_up if {
	document := _document(0, 0)
	found := store_without_backup.review with input as document
	found == set()
}

test_one_is_not if {
	document := _document(1, 0)
	found := store_without_backup.review with input as document
	found == {{"subject": "a", "codes": ["backup_not_found"], "facts": {}}}
}

test_not_known_is_not_missing if {
	document := _document(0, 2)
	found := store_without_backup.review with input as document
	found == {{"subject": "a", "codes": ["backup_not_known"], "facts": {}}}
}

test_both_are_told if {
	document := _document(1, 2)
	found := store_without_backup.review with input as document
	found == {{"subject": "a", "codes": ["backup_not_found", "backup_not_known"], "facts": {}}}
}

test_one_of_each_is_told if {
	document := _document(1, 1)
	found := store_without_backup.review with input as document
	found == {{"subject": "a", "codes": ["backup_not_found", "backup_not_known"], "facts": {}}}
}
