"""HealthOmics: stores of sequences, references, variants and annotations. No read set is read."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service


def _stores(operation: str, items: str, action: str, type_name: str, arn: str = "arn") -> Call:
    return Call(
        operation,
        items,
        (f"omics:{action}",),
        plain(
            type_name,
            "id",
            id="id",
            arn=arn,
            name="name",
            tags=inner_tags("list_tags_for_resource"),
            sse_config={"type": "sseConfig.type", "key_arn": "sseConfig.keyArn"},
        ),
        each=(Call("list_tags_for_resource", "tags", ("omics:ListTagsForResource",), take={"resourceArn": arn}),),
    )


SERVICE = Service(
    name="healthomics",
    client="omics",
    types=(
        "awscc_omics_reference_store",
        "awscc_omics_sequence_store",
        "awscc_omics_variant_store",
        "awscc_omics_annotation_store",
        "awscc_omics_run_cache",
    ),
    prefixes=(
        "omics:referenceStore",
        "omics:sequenceStore",
        "omics:variantStore",
        "omics:annotationStore",
        "omics:runCache",
    ),
    calls=(
        _stores("list_reference_stores", "referenceStores", "ListReferenceStores", "awscc_omics_reference_store"),
        _stores("list_sequence_stores", "sequenceStores", "ListSequenceStores", "awscc_omics_sequence_store"),
        _stores("list_variant_stores", "variantStores", "ListVariantStores", "awscc_omics_variant_store", "storeArn"),
        _stores(
            "list_annotation_stores",
            "annotationStores",
            "ListAnnotationStores",
            "awscc_omics_annotation_store",
            "storeArn",
        ),
        Call(
            "list_run_caches",
            "items",
            ("omics:ListRunCaches",),
            plain("awscc_omics_run_cache", "id", id="id", arn="arn", name="name", cache_s3_location="cacheS3Uri"),
        ),
    ),
)
