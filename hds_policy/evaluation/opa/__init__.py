"""Evaluation by an OPA server of the user's own, through opa-python-client (the extra ``opa``)."""

from hds_policy.evaluation.opa.engine import OpaEngine
from hds_policy.evaluation.opa.settings import OpaSettings, Supply

__all__ = ["OpaEngine", "OpaSettings", "Supply"]
