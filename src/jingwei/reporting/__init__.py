"""统计与专报: indicators, the half-year report, monthly returns."""
