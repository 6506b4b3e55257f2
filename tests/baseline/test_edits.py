"""A thousand edits that change no meaning: lines, files and the order of blocks move, and nothing is new or gone."""

import random
from pathlib import Path

from building import ON
from hds_collectors.terraform.collector import collect

from hds_policy.baseline import against, entries_of
from hds_policy.config import Estate
from hds_policy.model import Assessment, BaselineState
from hds_policy.pipeline import Knowledge, assess

EDITS, LOOKED_AT = 1000, 100
BLOCKS = [
    'provider "aws" {\n  region = "us-east-1"\n}',
    *(f'resource "aws_s3_bucket" "b{n}" {{\n  bucket = "b{n}"\n  tags = {{ hds = "true" }}\n}}' for n in range(6)),
    'resource "aws_db_instance" "d" {\n  count = 2\n  engine = "postgres"\n  tags = { hds = "true" }\n}',
    'resource "aws_ebs_volume" "v" {\n  availability_zone = "eu-west-3a"\n}',
    'resource "scaleway_object_bucket" "s" {\n  name = "s"\n  region = "nl-ams"\n  tags = { hds = "true" }\n}',
    'resource "aws_backup_vault" "k" {\n  name = "k"\n}',
    'module "far" {\n  source = "git::https://example.org/x.git"\n}',
]


class Tree:
    """Blocks spread over files, edited at random in ways that Terraform does not notice."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._random = random.Random(seed)
        self._files = {"main.tf": list(BLOCKS), "data.tf": []}

    def edit(self) -> None:
        """One edit."""
        getattr(self, self._random.choice(["_move", "_rename", "_shuffle", "_comment", "_blank", "_indent", "_cut"]))()

    def write(self) -> None:
        """The files as they are now."""
        for file in self._folder.glob("*.tf"):
            file.unlink()
        for name, blocks in self._files.items():
            (self._folder / name).write_text("\n".join(blocks) + "\n", encoding="utf-8")

    def _some(self) -> tuple[list[str], int]:
        full = [blocks for blocks in self._files.values() if blocks]
        blocks = self._random.choice(full)
        return blocks, self._random.randrange(len(blocks))

    def _move(self) -> None:
        blocks, index = self._some()
        block = blocks.pop(index)
        self._random.choice(list(self._files.values())).append(block)

    def _rename(self) -> None:
        name = self._random.choice(list(self._files))
        self._files[f"f{self._random.randrange(10**9)}.tf"] = self._files.pop(name)

    def _shuffle(self) -> None:
        self._random.shuffle(self._random.choice(list(self._files.values())))

    def _comment(self) -> None:
        blocks, index = self._some()
        blocks[index] = f"# {self._random.random()}\n{blocks[index]}"

    def _blank(self) -> None:
        blocks, index = self._some()
        blocks[index] = blocks[index].replace("\n", "\n\n", 1)

    def _indent(self) -> None:
        blocks, index = self._some()
        blocks[index] = blocks[index].replace("\n  ", "\n\t ", 1).replace(" = ", "  = ", 1)

    def _cut(self) -> None:
        blocks, index = self._some()
        lines = [line for line in blocks[index].split("\n") if line.strip() and not line.startswith("#")]
        blocks[index] = "\n".join(lines)


def judged(folder: Path, shipped: Knowledge) -> Assessment:
    return assess(collect(folder), Estate.default(), shipped, ON)


def test_a_thousand_edits_cause_no_churn(tmp_path: Path, shipped: Knowledge) -> None:
    tree = Tree(tmp_path, seed=20261123)
    tree.write()
    first = judged(tmp_path, shipped)
    entries = entries_of(first.findings)
    assert {entry.result.value for entry in entries} == {"fail", "undetermined", "review"}
    assert len(entries) > 40
    for number in range(1, EDITS + 1):
        tree.edit()
        if number % LOOKED_AT == 0:
            tree.write()
            after = against(judged(tmp_path, shipped), entries, "before", strict=False)
            assert after.baseline is not None
            assert (after.baseline.new, after.baseline.gone) == (0, ()), number
            assert entries_of(after.findings) == entries
            assert any(one.baseline is BaselineState.UNCHANGED for one in after.findings)


def test_one_bucket_more_is_seen_after_all_of_them(tmp_path: Path, shipped: Knowledge) -> None:
    tree = Tree(tmp_path, seed=7)
    tree.write()
    entries = entries_of(judged(tmp_path, shipped).findings)
    for _ in range(50):
        tree.edit()
    tree.write()
    more = BLOCKS[1].replace("b0", "more")
    (tmp_path / "more.tf").write_text(more, encoding="utf-8")
    after = against(judged(tmp_path, shipped), entries, "before", strict=False)
    new = {one.subject for one in after.findings if one.baseline is BaselineState.NEW and one.result.value == "fail"}
    assert new == {"aws_s3_bucket.more"}
