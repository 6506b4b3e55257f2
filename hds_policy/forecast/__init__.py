"""What turns red, and when, if nothing changes: an inventory collected once, judged on each coming day of change."""

from hds_policy.forecast.days import MAX_DAYS, days_of_change
from hds_policy.forecast.turns import Day, Forecast, Turn, foresee

__all__ = ["MAX_DAYS", "Day", "Forecast", "Turn", "days_of_change", "foresee"]
