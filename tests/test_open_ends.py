"""Health data that goes to what was not read, from the command line: folders that once ended with exit code 0."""

from __future__ import annotations

import pytest
from clinic_tree import BUCKET, DATABASE, DEFAULT_NONE, HEALTH, PARIS, VIRGINIA, Checked, backed_up, replicated_to, said


def test_without_an_open_end_there_is_nothing_to_say(checked: Checked) -> None:
    done = checked(PARIS + BUCKET)
    assert (done.code, said(done, "HDS-014")) == (0, [])


@pytest.mark.parametrize(
    ("destination", "result", "code", "exit_code"),
    [
        ('"arn:aws:s3:::copy"', "undetermined", "end_not_read", 3),
        ("var.destination", "undetermined", "end_not_read", 3),
        ("data.terraform_remote_state.x.outputs.arn", None, None, 3),
        ('"arn:aws:s3:us-east-1:123456789012:accesspoint/copy"', "fail", "end_outside_eea", 1),
        ('"arn:aws:s3:eu-west-1:123456789012:accesspoint/copy"', "undetermined", "end_not_read", 3),
    ],
    ids=["literal", "variable", "remote state", "outside", "inside"],
)
def test_a_replica_that_was_not_read(
    checked: Checked, destination: str, result: str | None, code: str | None, exit_code: int
) -> None:
    """A region inside the EEA does not tell whose it is: only the one outside is an answer."""
    remote = 'data "terraform_remote_state" "x" {\n  backend = "s3"\n}\nvariable "destination" {}\n'
    done = checked(PARIS + BUCKET + remote + replicated_to(destination))
    assert done.code == exit_code
    # What comes from a remote state is open as a type nobody knows.
    expected = [(result, "aws_s3_bucket.a", code)] if result else []
    assert said(done, "HDS-014") == expected
    assert bool(said(done, "HDS-013")) is (result is None)


def test_a_replica_that_was_read_is_judged_where_it_lies(checked: Checked) -> None:
    copy = 'resource "aws_s3_bucket" "copy" {\n  bucket = "c"\n}\n'
    done = checked(PARIS + BUCKET + copy + replicated_to("aws_s3_bucket.copy.arn"))
    assert (done.code, said(done, "HDS-014")) == (0, [])


def test_a_data_source_is_judged_by_the_region_of_its_provider(checked: Checked) -> None:
    there = 'data "aws_s3_bucket" "dr" {\n  provider = aws.us\n  bucket   = "dr"\n}\n'
    done = checked(PARIS + VIRGINIA + BUCKET + there + replicated_to("data.aws_s3_bucket.dr.arn"))
    assert done.code == 1
    assert said(done, "HDS-014") == []
    assert said(done, "HDS-007") == [("fail", "data.aws_s3_bucket.dr", "outside_eea")]
    here = checked(PARIS + BUCKET + there.replace("aws.us", "aws") + replicated_to("data.aws_s3_bucket.dr.arn"))
    assert (here.code, said(here, "HDS-007")) == (0, [])


def test_a_backup_copied_to_another_country_by_arn(checked: Checked) -> None:
    vault = '"arn:aws:backup:us-east-1:123456789012:backup-vault:v"'
    done = checked(PARIS + DATABASE + backed_up(vault="aws_backup_vault.v.name", copy=vault))
    assert done.code == 1
    assert {(result, code) for result, _, code in said(done, "HDS-014")} == {("fail", "end_outside_eea")}
    alone = checked(PARIS + DATABASE + backed_up(vault="aws_backup_vault.v.name"))
    assert (alone.code, said(alone, "HDS-014")) == (0, [])


def test_a_vault_that_a_variable_names(checked: Checked) -> None:
    done = checked(PARIS + DATABASE + backed_up(vault="var.v") + 'variable "v" {}\n')
    assert done.code == 3
    assert ("undetermined", "end_not_read") in {(result, code) for result, _, code in said(done, "HDS-014")}


def test_logs_that_go_to_a_name(checked: Checked) -> None:
    balancer = f'resource "aws_lb" "x" {{\n  {HEALTH}\n  access_logs {{\n    bucket = "logs"\n  }}\n}}\n'
    done = checked(PARIS + balancer)
    assert done.code == 3
    assert said(done, "HDS-014") == [("undetermined", "aws_lb.x", "end_not_read")]
    (one,) = [f for f in done.json["findings"] if f["rule"] == "HDS-014"]
    assert one["location"]["start_line"] == 6


def test_diagnostic_settings_that_name_an_account_outside_the_folder(checked: Checked) -> None:
    text = f"""
provider "azurerm" {{
  features {{
  }}
}}
resource "azurerm_postgresql_flexible_server" "p" {{
  name     = "x"
  location = "francecentral"
  {HEALTH}
}}
resource "azurerm_monitor_diagnostic_setting" "y" {{
  name               = "x"
  target_resource_id = azurerm_postgresql_flexible_server.p.id
  storage_account_id = "/subscriptions/x/resourceGroups/us/providers/Microsoft.Storage/storageAccounts/logs"
}}
"""
    done = checked(text)
    assert said(done, "HDS-014") == [("undetermined", "azurerm_postgresql_flexible_server.p", "end_not_read")]
    assert done.code == 3


SNAPSHOT = (
    'resource "aws_db_snapshot" "s" {{\n  db_instance_identifier = {source}\n  db_snapshot_identifier = "s"\n}}\n'
)


@pytest.mark.parametrize(
    ("source", "code"),
    [('"patients"', 3), ("var.source", 3), ("aws_db_instance.other.identifier", 0)],
    ids=["written out", "not known", "read, and declared free of health data"],
)
def test_a_copy_of_what_was_not_read_is_not_cleared_by_default(checked: Checked, source: str, code: int) -> None:
    other = 'resource "aws_db_instance" "other" {\n  identifier = "o"\n  tags = { data_classification = "none" }\n}\n'
    text = PARIS + DATABASE + other + 'variable "source" {}\n' + SNAPSHOT.format(source=source)
    assert checked(text, further=DEFAULT_NONE).code == code


COPY = 'resource "aws_s3_bucket" "copy" {\n  bucket = "c"\n}\nvariable "x" {}\n'
SECOND = 'data "aws_ssm_parameter" "p" {\n  name = "p"\n}\ndata "aws_caller_identity" "me" {}\n'


@pytest.mark.parametrize(
    ("destination", "open_end"),
    [
        ('var.x == "" ? aws_s3_bucket.copy.arn : var.x', True),
        ('var.x ? aws_s3_bucket.copy.arn : "arn:aws:s3:::elsewhere"', True),
        ("coalesce(var.x, aws_s3_bucket.copy.arn)", True),
        ("try(var.x.arn, aws_s3_bucket.copy.arn)", True),
        ("local.made", True),
        ("var.x ? aws_s3_bucket.copy.arn : data.aws_ssm_parameter.p.value", True),
        ('var.x ? aws_s3_bucket.copy.arn : "arn:aws:s3:::b-${data.aws_caller_identity.me.account_id}"', True),
        ("element([aws_s3_bucket.copy.arn, var.x], 1)", True),
        ("lookup({ a = aws_s3_bucket.copy.arn }, var.x, var.x)", True),
        ('var.x ? aws_s3_bucket.copy.arn : ""', False),
        ("var.x ? aws_s3_bucket.copy.arn : null", False),
        ("coalesce(null, aws_s3_bucket.copy.arn)", False),
        ("coalesce(aws_s3_bucket.copy.arn, var.x)", False),
        ('try(aws_s3_bucket.copy.arn, "arn:aws:s3:::elsewhere")', False),
        ("var.x ? aws_s3_bucket.copy.arn : aws_s3_bucket.a.arn", False),
        ("lookup({ a = aws_s3_bucket.copy.arn }, var.x, null)", False),
    ],
)
def test_of_a_choice_every_part_has_to_lead_to_what_was_read(
    checked: Checked, destination: str, open_end: bool
) -> None:
    """What is read is an edge; what is not known, or named elsewhere, is an open end beside it."""
    made = 'locals {\n  made = var.x == "" ? aws_s3_bucket.copy.arn : var.x\n}\n'
    done = checked(PARIS + BUCKET + COPY + SECOND + made + replicated_to(destination))
    assert said(done, "HDS-014") == ([("undetermined", "aws_s3_bucket.a", "end_not_read")] if open_end else [])
    assert done.code == (3 if open_end else 0)
    classes = {one["address"]: one["classification"]["basis"] for one in done.json["resources"]}
    assert classes["aws_s3_bucket.copy"] == "propagated"


def test_the_inputs_of_a_module_are_choices_too(checked: Checked) -> None:
    choice = "coalesce(var.x, aws_s3_bucket.copy.arn)"
    call = f'module "m" {{\n  source = "./m"\n  to = {choice}\n  from = aws_s3_bucket.a.id\n}}\n'
    inner = 'variable "to" {}\nvariable "from" {}\n' + replicated_to("var.to").replace("aws_s3_bucket.a.id", "var.from")
    assert checked(PARIS + BUCKET + COPY + call, **{"m/main.tf": inner}).code == 3
    certain = call.replace(choice, "aws_s3_bucket.copy.arn")
    assert checked(PARIS + BUCKET + COPY + certain, **{"m/main.tf": inner}).code == 0


def test_of_several_rules_each_has_an_end(checked: Checked) -> None:
    """One block that names what was read does not hide another whose name is not known."""
    both = replicated_to("aws_s3_bucket.copy.arn").rstrip().removesuffix("}") + (
        '  rule {\n    status = "Enabled"\n    destination {\n      bucket = var.x\n    }\n  }\n}\n'
    )
    done = checked(PARIS + BUCKET + COPY + both)
    assert (done.code, said(done, "HDS-014")) == (3, [("undetermined", "aws_s3_bucket.a", "end_not_read")])
    known = checked(PARIS + BUCKET + COPY + both.replace("= var.x", "= aws_s3_bucket.copy.id"))
    assert (known.code, said(known, "HDS-014")) == (0, [])


def test_a_source_that_is_not_known_may_be_any_store_of_health_data(checked: Checked) -> None:
    link = 'variable "x" {}\n' + replicated_to('"arn:aws:s3:::elsewhere"').replace("aws_s3_bucket.a.id", "var.x")
    done = checked(PARIS + BUCKET + link)
    assert (done.code, said(done, "HDS-014")) == (3, [("undetermined", "aws_s3_bucket.a", "perhaps_source")])
    free = checked(PARIS + DATABASE + link)
    assert (free.code, said(free, "HDS-014")) == (0, [])


@pytest.mark.parametrize(
    ("allowed", "code"),
    [('allowed_account_ids = ["999999999999"]', 0), ('allowed_account_ids = ["111111111111"]', 3), ("", 3)],
    ids=["its own", "another", "not told"],
)
def test_an_arn_of_another_account_is_not_the_queue_of_that_name(checked: Checked, allowed: str, code: int) -> None:
    queue = """
resource "aws_sqs_queue" "q" {
  name = "events"
}
resource "aws_s3_bucket_notification" "f" {
  bucket = aws_s3_bucket.a.id
  queue {
    queue_arn = "arn:aws:sqs:eu-west-3:999999999999:events"
    events    = ["s3:ObjectCreated:*"]
  }
}
"""
    done = checked(PARIS.replace("}", f"  {allowed}\n}}") + BUCKET + queue)
    assert (done.code, bool(said(done, "HDS-014"))) == (code, code == 3)


def test_a_selection_by_a_tag_that_is_not_known_says_that_it_may_choose(checked: Checked) -> None:
    choice = 'selection_tag {\n    type = "STRINGEQUALS"\n    key = "backup"\n    value = var.x\n  }'
    chosen = backed_up(vault="aws_backup_vault.v.name").replace("resources = [aws_db_instance.a.arn]", choice)
    tagged = DATABASE.replace('"health" }', '"health", backup = "daily" }')
    done = checked(PARIS + tagged + chosen + 'variable "x" {}\n')
    assert (done.code, said(done, "HDS-014")) == (3, [("undetermined", "aws_db_instance.a", "perhaps_chosen")])
    assert "may choose this store" in done.out
