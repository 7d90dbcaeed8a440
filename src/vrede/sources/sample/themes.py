"""What the sample's work is about: for every clause and part of the article, activities designed to carry it.

A theme names the clause parts, what carries each ('sector:1:15220', 'text:mediation', 'fund:Stability Fund'), and the
words in nl, en and fr. `{nl}`, `{en}` and `{fr}` in the texts stand for the country's name. Which code serves which
clause follows the selection the product uses; themes under no clause (agriculture, refugees in the donor country) are
there so that a rule that takes too much is seen.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SampleTheme:
    """One kind of work; `places` is a focus region, a list of country codes, or '' for anywhere."""

    key: str
    sector: str
    carriers: tuple[tuple[str, str], ...]
    nl: str
    en: str
    fr: str
    why_nl: str
    why_en: str
    why_fr: str
    tags: tuple[tuple[str, str], ...] = ()
    markers: tuple[tuple[str, str], ...] = ()
    humanitarian: bool = False
    scopes: tuple[tuple[str, str, str], ...] = ()
    extra_sectors: tuple[tuple[str, str], ...] = ()  # (vocabulary, code), whole of their vocabulary
    indicator: tuple[str, str, str] = ("", "", "")  # (nl, en, measure code)
    places: tuple[str, ...] = ()

    @property
    def served(self) -> tuple[tuple[str, str], ...]:
        """The designed carriers, and S3 by every tag for SDG 16 or one of its targets."""
        return self.carriers + tuple(("S3", f"tag:{vocabulary}:{code}") for vocabulary, code in self.tags)


SAHEL = ("BF", "ML", "NE", "TD", "MR")
HORN = ("SO", "SS", "SD", "ET", "KE", "UG")
MENA = ("IQ", "JO", "LB", "YE", "EG", "TN")
LAKES = ("CD", "BI", "RW", "UG")
FOCUS = SAHEL + HORN + MENA + LAKES[:3]
HOSTS = ("JO", "LB", "UG", "KE", "ET", "IQ", "SD", "EG")


def _sector(code: str, *parts: str) -> tuple[tuple[str, str], ...]:
    return tuple((part, f"sector:1:{code}") for part in parts)


THEMES = (
    SampleTheme(
        "early-warning", "15220", (*_sector("15220", "A1", "F1.a"), ("F1.a", "text:early warning")),
        "Vroege waarschuwing en conflictpreventie in {nl}", "Early warning and conflict prevention in {en}",
        "Alerte précoce et prévention des conflits : {fr}",
        "Signalen van geweld worden vroeg herkend en leiden tot vroege actie.",
        "Signs of violence are seen early and lead to early action.",
        "Les signes de violence sont reconnus tôt et suivis d'une action précoce.",
        tags=(("3", "16.1"),), indicator=("Waarschuwingen met gevolg", "Warnings acted upon", "1"), places=FOCUS,
    ),
    SampleTheme(
        "security-reform", "15210", _sector("15210", "F1.b"),
        "Hervorming van de veiligheidssector in {nl}", "Security sector reform in {en}",
        "Réforme du secteur de la sécurité : {fr}",
        "Politie en leger verantwoorden zich aan burgers.", "Police and army answer to citizens.",
        "La police et l'armée rendent compte aux citoyens.",
        tags=(("3", "16.6"),), indicator=("Opgeleide agenten", "Officers trained", "1"), places=FOCUS,
    ),
    SampleTheme(
        "child-soldiers", "15261", _sector("15261", "F1.b"),
        "Terugkeer van kindsoldaten in {nl}", "Demobilisation of child soldiers in {en}",
        "Démobilisation des enfants soldats : {fr}",
        "Kinderen keren terug naar huis en school.", "Children return to home and school.",
        "Les enfants retrouvent leur famille et l'école.", tags=(("3", "16.2"),), places=("CD", "SS", "SO", "CO"),
    ),
    SampleTheme(
        "violence-against-women", "15180", _sector("15180", "F1.b"),
        "Einde aan geweld tegen vrouwen en meisjes in {nl}", "Ending violence against women and girls in {en}",
        "Mettre fin aux violences faites aux femmes : {fr}",
        "Veiligheid van vrouwen en meisjes.", "Human security of women and girls.",
        "Sécurité des femmes et des filles.",
        tags=(("3", "16.1"),), markers=(("1", "2"),),
    ),
    SampleTheme(
        "justice", "15130", _sector("15130", "A2", "F1.c"),
        "Toegang tot recht in {nl}", "Access to justice in {en}", "Accès à la justice : {fr}",
        "Rechtshulp en rechtbanken dichter bij mensen.", "Legal aid and courts closer to people.",
        "Une aide juridique et des tribunaux plus proches des gens.",
        tags=(("3", "16.3"),), markers=(("3", "2"),),
        indicator=("Mensen geholpen aan recht", "People helped to justice", "1"),
    ),
    SampleTheme(
        "human-rights", "15160", _sector("15160", "F1.c"),
        "Mensenrechten en rechtsstaat in {nl}", "Human rights and rule of law in {en}",
        "Droits humains et État de droit : {fr}",
        "Verdedigers van mensenrechten staan sterker.", "Human rights defenders stand stronger.",
        "Les défenseurs des droits humains sont renforcés.", tags=(("3", "16.10"), ("3", "16.b")),
    ),
    SampleTheme(
        "anti-corruption", "15113", _sector("15113", "F1.c"),
        "Tegen corruptie in {nl}", "Anti-corruption in {en}", "Lutte contre la corruption : {fr}",
        "Openbaar geld wordt gevolgd.", "Public money is followed.", "L'argent public est suivi.",
        tags=(("3", "16.5"), ("3", "16.4")),
    ),
    SampleTheme(
        "mediation", "15220", (*_sector("15220", "A1", "F1.a"), ("F1.d", "text:mediation")),
        "Bemiddeling en vredesdialoog in {nl}", "Mediation and peace process in {en}",
        "Médiation et dialogue de paix : {fr}",
        "Bemiddelaars worden opgeleid, partijen voeren een dialoog over vrede.",
        "Mediators are trained and parties hold a dialogue on peace.",
        "Des médiateurs sont formés et les parties dialoguent.",
        tags=(("3", "16.7"),), indicator=("Opgeleide bemiddelaars", "Mediators trained", "1"), places=FOCUS,
    ),
    SampleTheme(
        "participation", "15150", _sector("15150", "A2", "F1.e"),
        "Democratische deelname in {nl}", "Democratic participation in {en}", "Participation démocratique : {fr}",
        "Burgers praten mee over besluiten.", "Citizens take part in decisions.",
        "Les citoyens participent aux décisions.", tags=(("3", "16.7"), ("2", "16")), markers=(("3", "2"),),
    ),
    SampleTheme(
        "local-government", "15185", _sector("15185", "F1.e"),
        "Sterker lokaal bestuur in {nl}", "Stronger local government in {en}", "Administration locale : {fr}",
        "Gemeenten leveren diensten.", "Municipalities deliver services.", "Les communes rendent des services.",
        tags=(("3", "16.a"), ("3", "16.8")),
    ),
    SampleTheme(
        "recovery", "73010", _sector("73010", "F1.f", "F3"),
        "Herstel na de crisis in {nl}", "Recovery after the crisis in {en}", "Relèvement après la crise : {fr}",
        "Huizen, water en wegen worden hersteld.", "Homes, water and roads are restored.",
        "Maisons, eau et routes sont rétablies.", places=FOCUS,
    ),
    SampleTheme(
        "jobs-in-crisis", "16020", (("F1.f", "sector:1:16020 place:crisis"),),
        "Werk voor jongeren in {nl}", "Employment for young people in {en}", "Emploi des jeunes : {fr}",
        "Banen tegen de grondoorzaken van conflict.", "Jobs against the root causes of conflict.",
        "Des emplois contre les causes profondes des conflits.", places=(*SAHEL, "SO", "SS", "YE"),
    ),
    SampleTheme(
        "security-budget", "15230", (*_sector("15230", "F1.b"), ("F2", "fund:Budget Internationale Veiligheid")),
        "Training van vredeshandhavers in {nl} (Budget Internationale Veiligheid)",
        "Training of peacekeepers in {en} (International Security Budget)",
        "Formation de Casques bleus : {fr}",
        "Betaald uit het Budget Internationale Veiligheid (BIV).", "Paid from the International Security Budget (BIV).",
        "Financé par le Budget de sécurité internationale.", places=SAHEL + HORN,
    ),
    SampleTheme(
        "stability-fund", "15220", (*_sector("15220", "A1", "F1.a"), ("F2", "fund:Stabiliteitsfonds")),
        "Snelle steun aan een wankele vrede in {nl}", "Fast support to a fragile peace in {en}",
        "Soutien rapide à une paix fragile : {fr}",
        "Betaald uit het Stabiliteitsfonds.", "Paid from the Stability Fund.", "Financé par le Fonds de stabilité.",
        places=FOCUS,
    ),
    SampleTheme(
        "relief", "72010",
        (*_sector("72010", "A5", "F3"), ("F3", "humanitarian"), ("F3", "scope:2-1:HSAMPLE24"), ("F3", "sector:10:4")),
        "Noodhulp in {nl}", "Emergency relief in {en}", "Aide d'urgence : {fr}",
        "Hulp waar de nood het hoogst is.", "Help where need is highest.",
        "De l'aide là où le besoin est le plus grand.",
        humanitarian=True, scopes=(("2", "2-1", "HSAMPLE24"),), extra_sectors=(("10", "4"),),
        indicator=("Mensen met noodhulp bereikt", "People reached with relief", "1"),
    ),
    SampleTheme(
        "food-aid", "72040",
        (*_sector("72040", "A5", "F3"), ("F3", "humanitarian"), ("F3", "scope:1-2:FL-2022-000000")),
        "Voedselhulp in {nl}", "Emergency food assistance in {en}", "Aide alimentaire d'urgence : {fr}",
        "Gezinnen krijgen eten.", "Families receive food.", "Les familles reçoivent de la nourriture.",
        humanitarian=True, scopes=(("1", "1-2", "FL-2022-000000"),), extra_sectors=(("10", "3"),),
    ),
    SampleTheme(
        "innovation", "72050", (*_sector("72050", "F3"), ("F4", "text:innovation"), ("F3", "humanitarian")),
        "Innovatie in noodhulp: proef in {nl}", "Humanitarian innovation: a pilot in {en}",
        "Innovation humanitaire : essai, {fr}",
        "Een innovatieve manier van hulp wordt beproefd.", "An innovative way to help is tried.",
        "Une manière innovante d'aider est mise à l'essai.", humanitarian=True,
    ),
    SampleTheme(
        "region-reception", "11330",
        (("A4", "sector:1:11330 text:host communities"), ("F5", "sector:1:11330 text:refugees")),
        "Beroepsonderwijs voor vluchtelingen en gastgemeenschappen in {nl}",
        "Vocational training for refugees and host communities in {en}",
        "Formation pour les réfugiés et leurs hôtes : {fr}",
        "Opvang in de regio: perspectief op onderwijs en werk.",
        "Reception in the region: prospects of education and work.",
        "Accueil dans la région : éducation et travail.", places=HOSTS,
        indicator=("Vluchtelingen in opleiding", "Refugees in training", "1"),
    ),
    SampleTheme(
        "refugee-protection", "72010", (*_sector("72010", "A5", "F3"), ("F5", "text:refugees"), ("F3", "humanitarian")),
        "Bescherming van vluchtelingen in {nl}", "Protection of refugees in {en}", "Protection des réfugiés : {fr}",
        "Vluchtelingen worden geregistreerd en beschermd.", "Refugees are registered and protected.",
        "Les réfugiés sont enregistrés et protégés.", humanitarian=True, tags=(("3", "16.9"),), places=HOSTS,
    ),
    SampleTheme(
        "migration", "15190", _sector("15190", "A3", "F6"),
        "Migratiesamenwerking en terugkeer in {nl}", "Migration partnership and return in {en}",
        "Coopération migratoire et retour : {fr}",
        "Tegen mensensmokkel, voor terugkeer en herintegratie.", "Against smuggling, for return and reintegration.",
        "Contre le trafic, pour le retour et la réintégration.", places=("NE", "TN", "EG", "SD", "ET", "ML"),
    ),
    SampleTheme(
        "trafficking", "15160", (*_sector("15160", "F1.c"), ("F6", "text:trafficking")),
        "Slachtoffers van mensenhandel in {nl}", "Victims of human trafficking in {en}",
        "Victimes de la traite des êtres humains : {fr}",
        "Opvang en rechtshulp na mensenhandel.", "Shelter and legal aid after human trafficking.",
        "Abri et aide juridique après la traite.", tags=(("3", "16.2"),),
    ),
    SampleTheme(
        "legitimate-stability", "15110",
        (*_sector("15110", "F1.e"), ("S1", "sector:1:15110 place:crisis"), ("S1", "text:legitimate stability")),
        "Legitieme stabiliteit in {nl}", "Legitimate stability in {en}", "Stabilité légitime : {fr}",
        "Bestuur dat burgers vertrouwen, in een land in acute crisis.",
        "Government that citizens trust, in a country in acute crisis.",
        "Un gouvernement auquel les citoyens font confiance.", places=("ML", "SO", "YE", "CD", "BF"),
    ),
    SampleTheme(
        "demining", "15250", _sector("15250", "S2"),
        "Humanitair ontmijnen in {nl}", "Humanitarian demining in {en}", "Déminage humanitaire : {fr}",
        "Land wordt vrijgegeven voor huizen en akkers.", "Land is released for homes and fields.",
        "Des terres sont rendues aux maisons et aux champs.", places=("IQ", "SO", "YE", "AF", "CO", "SS"),
        indicator=("Vrijgegeven land (m2)", "Land released (m2)", "1"),
    ),
    SampleTheme(
        "cluster-munitions", "15250", (*_sector("15250", "S2"), ("S2", "text:cluster munitions")),
        "Clustermunitie ruimen in {nl}", "Clearing cluster munitions in {en}", "Sous-munitions : {fr}",
        "Clustermunitie wordt gevonden en vernietigd.", "Cluster munitions are found and destroyed.",
        "Les sous-munitions sont trouvées et détruites.", places=("IQ", "LB", "YE", "SD"),
        indicator=("Vernietigde clustermunitie (stuks)", "Cluster munitions destroyed (items)", "1"),
    ),
    SampleTheme(
        "sdg16", "15170",
        (*_sector("15170", "F1.e"), ("S3", "sector:8:16.3")),
        "Vrouwen voor vrede, justitie en sterke instellingen in {nl}",
        "Women for peace and strong institutions in {en}",
        "Femmes pour la paix et des institutions solides : {fr}",
        "Resultaten onder SDG 16.", "Results under SDG 16.", "Résultats sous l'ODD 16.",
        tags=(("2", "16"),), extra_sectors=(("8", "16.3"),), markers=(("1", "1"),),
    ),
    SampleTheme(
        "synergy", "15220",
        (*_sector("15220", "A1", "F1.a"), ("S4", "place+theme:SS:15220"), ("S4", "text:synergy")),
        "Samen innoveren voor vrede in {nl}", "Innovating together for peace in {en}", "Innover ensemble : {fr}",
        "Synergie tussen partners in dezelfde plaats en op hetzelfde thema.",
        "Synergy between partners in the same place and on the same theme.", "Synergie entre partenaires.",
        places=("SS",),
    ),
    SampleTheme(
        "agriculture", "31120", (), "Betere oogst in {nl}", "Better harvests in {en}", "De meilleures récoltes : {fr}",
        "Boeren krijgen beter zaad.", "Farmers receive better seed.", "De meilleures semences.",
    ),
    SampleTheme(
        "water", "14030", (), "Schoon water in {nl}", "Clean water in {en}", "De l'eau propre : {fr}",
        "Pompen en leidingen.", "Pumps and pipes.", "Pompes et conduites.",
    ),
    SampleTheme(
        "donor-refugees", "93010", (),
        "Eerstejaarsopvang van asielzoekers in Nederland", "First-year reception of refugees in the Netherlands",
        "Accueil de la première année aux Pays-Bas",
        "Kosten in het donorland; hoort onder geen onderdeel.", "Costs in the donor country; belongs to no clause.",
        "Coûts dans le pays donateur.",
    ),
)  # fmt: skip
PARTS = (
    "A1", "A2", "A3", "A4", "A5", "F1.a", "F1.b", "F1.c", "F1.d", "F1.e", "F1.f",
    "F2", "F3", "F4", "F5", "F6", "S1", "S2", "S3", "S4",
)  # fmt: skip
"""Every clause and part that the sample carries."""
