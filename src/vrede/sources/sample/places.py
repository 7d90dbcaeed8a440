"""Where the sample's work is: countries of the focus regions and a few others, with names in three languages.

Codes are ISO 3166 alpha 2, points are somewhere inside the country (latitude, longitude in degrees), not places of
real programmes. Regions are DAC codes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SampleCountry:
    """A country with its names in nl, en and fr and one point."""

    code: str
    nl: str
    en: str
    fr: str
    point: str
    region: str
    focus: str

    def name(self, language: str) -> str:
        """The name in nl, en or fr; en for any other language."""
        return {"nl": self.nl, "fr": self.fr}.get(language, self.en)


COUNTRIES = (
    SampleCountry("BF", "Burkina Faso", "Burkina Faso", "Burkina Faso", "12.30 -1.70", "1030", "Sahel"),
    SampleCountry("ML", "Mali", "Mali", "Mali", "14.50 -4.20", "1030", "Sahel"),
    SampleCountry("NE", "Niger", "Niger", "Niger", "13.50 5.10", "1030", "Sahel"),
    SampleCountry("TD", "Tsjaad", "Chad", "Tchad", "13.40 19.00", "1028", "Sahel"),
    SampleCountry("MR", "Mauritanië", "Mauritania", "Mauritanie", "18.10 -12.00", "1030", "Sahel"),
    SampleCountry("SO", "Somalië", "Somalia", "Somalie", "3.10 43.60", "1027", "Horn"),
    SampleCountry("SS", "Zuid-Soedan", "South Sudan", "Soudan du Sud", "6.90 30.50", "1027", "Horn"),
    SampleCountry("SD", "Soedan", "Sudan", "Soudan", "13.20 30.20", "189", "Horn"),
    SampleCountry("ET", "Ethiopië", "Ethiopia", "Éthiopie", "8.50 39.30", "1027", "Horn"),
    SampleCountry("KE", "Kenia", "Kenya", "Kenya", "0.50 37.60", "1027", "Horn"),
    SampleCountry("UG", "Oeganda", "Uganda", "Ouganda", "1.80 32.40", "1027", "Horn"),
    SampleCountry("IQ", "Irak", "Iraq", "Irak", "35.10 43.80", "589", "MENA"),
    SampleCountry("JO", "Jordanië", "Jordan", "Jordanie", "31.90 36.50", "589", "MENA"),
    SampleCountry("LB", "Libanon", "Lebanon", "Liban", "33.90 35.90", "589", "MENA"),
    SampleCountry("YE", "Jemen", "Yemen", "Yémen", "15.20 44.90", "589", "MENA"),
    SampleCountry("EG", "Egypte", "Egypt", "Égypte", "27.10 30.80", "189", "MENA"),
    SampleCountry("TN", "Tunesië", "Tunisia", "Tunisie", "34.90 9.60", "189", "MENA"),
    SampleCountry(
        "CD", "Congo-Kinshasa", "Democratic Republic of the Congo", "RD Congo", "-1.60 28.40", "1028", "Lakes"
    ),
    SampleCountry("BI", "Burundi", "Burundi", "Burundi", "-3.40 29.90", "1027", "Lakes"),
    SampleCountry("RW", "Rwanda", "Rwanda", "Rwanda", "-1.90 29.90", "1027", "Lakes"),
    SampleCountry("AF", "Afghanistan", "Afghanistan", "Afghanistan", "34.50 66.00", "679", "other"),
    SampleCountry("BD", "Bangladesh", "Bangladesh", "Bangladesh", "21.40 92.00", "679", "other"),
    SampleCountry("MZ", "Mozambique", "Mozambique", "Mozambique", "-12.90 39.50", "1027", "other"),
    SampleCountry("CO", "Colombia", "Colombia", "Colombie", "4.10 -73.30", "489", "other"),
)
BY_CODE = {country.code: country for country in COUNTRIES}
PROSPECTS = ("EG", "ET", "IQ", "JO", "KE", "LB", "SD", "UG")
