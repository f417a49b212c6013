"""Credit codes that pass both check digits and that nobody holds: after the region they begin with DEM."""

from stdnum.cn import uscc

WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(number: int, *, register: str = "91", region: str = "320312") -> str:
    """Return the fictional code with a running number below 100,000.

    ``register``: 91 for companies, 92 for individual businesses, 93 for cooperatives, 11 for organs of the state.
    """
    body = f"DEM{number:05}"
    remainder = 11 - sum(int(sign, 36) * weight for sign, weight in zip(body, WEIGHTS, strict=True)) % 11
    code = register + region + body + "0123456789X0"[remainder]
    return code + uscc.calc_check_digit(code)
