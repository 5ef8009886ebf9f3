"""Transverse Mercator on WGS 84, as the UTM grid uses it: Krüger's series to the sixth order. Pure.

Within the zones of the grid the series is exact to well under a millimetre. Its coefficients are those of L. Krüger,
"Konforme Abbildung des Erdellipsoids in der Ebene" (1912), in the form of C. F. F. Karney, "Transverse Mercator with
an accuracy of a few nanometers", J. Geodesy 85 (2011), equations 35 and 36. Angles are in radians, lengths in metres.
"""

from __future__ import annotations

from math import asinh, atan, atan2, atanh, cos, cosh, hypot, sin, sinh, sqrt, tan

EQUATOR_RADIUS_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
SCALE = 0.9996
FALSE_EASTING_M = 500_000.0

_N = FLATTENING / (2 - FLATTENING)
_E = sqrt(FLATTENING * (2 - FLATTENING))
_RADIUS_M = EQUATOR_RADIUS_M / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64 + _N**6 / 256)
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180 - 127 * _N**5 / 288 + 7891 * _N**6 / 37800,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440 + 281 * _N**5 / 630 - 1983433 * _N**6 / 1935360,
    61 * _N**3 / 240 - 103 * _N**4 / 140 + 15061 * _N**5 / 26880 + 167603 * _N**6 / 181440,
    49561 * _N**4 / 161280 - 179 * _N**5 / 168 + 6601661 * _N**6 / 7257600,
    34729 * _N**5 / 80640 - 3418889 * _N**6 / 1995840,
    212378941 * _N**6 / 319334400,
)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360 - 81 * _N**5 / 512 + 96199 * _N**6 / 604800,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440 + 46 * _N**5 / 105 - 1118711 * _N**6 / 3870720,
    17 * _N**3 / 480 - 37 * _N**4 / 840 - 209 * _N**5 / 4480 + 5569 * _N**6 / 90720,
    4397 * _N**4 / 161280 - 11 * _N**5 / 504 - 830251 * _N**6 / 7257600,
    4583 * _N**5 / 161280 - 108847 * _N**6 / 3991680,
    20648693 * _N**6 / 638668800,
)


def forward(lat: float, lon: float) -> tuple[float, float]:
    """Return easting and northing of a point, `lon` being counted from the central meridian; north of the equator
    and south of it alike, without a false northing."""
    tau = tan(lat)
    sigma = sinh(_E * atanh(_E * tau / hypot(1, tau)))
    conformal = tau * hypot(1, sigma) - sigma * hypot(1, tau)
    xi, eta = atan2(conformal, cos(lon)), asinh(sin(lon) / hypot(conformal, cos(lon)))
    x, y = eta, xi
    for j, a in enumerate(_ALPHA, 1):
        x += a * cos(2 * j * xi) * sinh(2 * j * eta)
        y += a * sin(2 * j * xi) * cosh(2 * j * eta)
    return FALSE_EASTING_M + SCALE * _RADIUS_M * x, SCALE * _RADIUS_M * y


def backward(easting_m: float, northing_m: float) -> tuple[float, float]:
    """Return latitude, and longitude from the central meridian, of what `forward` gave."""
    eta, xi = (easting_m - FALSE_EASTING_M) / (SCALE * _RADIUS_M), northing_m / (SCALE * _RADIUS_M)
    x, y = eta, xi
    for j, b in enumerate(_BETA, 1):
        x -= b * cos(2 * j * xi) * sinh(2 * j * eta)
        y -= b * sin(2 * j * xi) * cosh(2 * j * eta)
    conformal = sin(y) / hypot(sinh(x), cos(y))
    return atan(_tangent(conformal)), atan2(sinh(x), cos(y))


def _tangent(conformal: float) -> float:
    """Return the tangent of the latitude whose conformal latitude has this one; Newton's method, three steps do."""
    tau = conformal / (1 - _E**2)
    for _ in range(6):
        sigma = sinh(_E * atanh(_E * tau / hypot(1, tau)))
        found = tau * hypot(1, sigma) - sigma * hypot(1, tau)
        slope = (1 - _E**2) * hypot(1, found) * hypot(1, tau) / (1 + (1 - _E**2) * tau**2)
        tau += (conformal - found) / slope
    return tau
