"""Addresses of the site: one module a page, under /nl/ and /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.utils.translation import get_language

from vrede.web.accounts import oidc
from vrede.web.api.site import api
from vrede.web.pages.article import clause, placement, search, unplaced, wording
from vrede.web.pages.article import home as article
from vrede.web.pages.chain import ahead, figure_lines
from vrede.web.pages.chain import follow as chain
from vrede.web.pages.data import answer, brief, validate
from vrede.web.pages.data import overview as data
from vrede.web.pages.money import activity, budget, changes, country, fragmentation, partner, recipients, rows
from vrede.web.pages.results import innovation, need, need_csv, outcome, safety, sdg, synergy, values
from vrede.web.pages.results import overview as results
from vrede.web.pages.results import own_indicator as own
from vrede.web.pages.warning import alarms, issued, model_card, risk_money, scoreboard
from vrede.web.pages.warning import country as outlook
from vrede.web.pages.warning import world as warning
from vrede.web.site import problem
from vrede.web.site.limit import Limit
from vrede.web.site.problem import costly

COSTLY = Limit("costly", times=120, seconds=60, at_once=2)
"""PDFs and workbooks: the server has four threads, and two stay free for pages."""


def _root(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"/{'nl' if (get_language() or '').startswith('nl') else 'en'}/")


def _robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        "User-agent: *\nDisallow: /*/rows\nDisallow: /*/behind\nDisallow: /api/\nDisallow: /*/register/\nDisallow: /*/account/\n",
        content_type="text/plain",
    )


urlpatterns = [
    path("", _root),
    path("robots.txt", _robots),
    path("api/v1/", api.urls),
    path("account/oidc/login/", oidc.login, name="oidc_login"),
    path("account/oidc/callback/", oidc.callback, name="oidc_callback"),
    *i18n_patterns(
        path("", article.page, name="article"),
        path("clause/<str:clause_id>/", clause.page, name="clause"),
        path("countries/", country.overview, name="countries"),
        path("country/<str:iso3>/", country.page, name="country"),
        path("activity/", activity.page, name="activity"),
        path("activity/receipt/", activity.receipt, name="receipt"),
        path("partners/", partner.overview, name="partners"),
        path("partner/", partner.page, name="partner"),
        path("chain/", chain.page, name="chain"),
        path("chain/links.csv", chain.links_csv, name="chain_links_csv"),
        path("ahead/", ahead.page, name="ahead"),
        path("ahead/plans/", ahead.plans, name="plans"),
        path("ahead/plans.csv", ahead.plans_csv, name="plans_csv"),
        path("ahead.csv", ahead.as_csv, name="ahead_csv"),
        path("changes/", changes.page, name="changes"),
        path("changes.csv", changes.as_csv, name="changes_csv"),
        path("changes.atom", changes.atom, name="changes_atom"),
        path("fragmentation/", fragmentation.page, name="fragmentation"),
        path("results/", results.page, name="results"),
        path("results/values/", values.values_page, name="values"),
        path("results/values.csv", values.values_csv, name="values_csv"),
        path("results/sums.csv", values.sums_csv, name="sums_csv"),
        path("results/reached/", values.reached_page, name="reached"),
        path("series/", outcome.value_page, name="series"),
        path("results/indicator/<slug:ident>/", own.page, name="own_indicator"),
        path("sdg16/", sdg.page, name="sdg16"),
        path("sdg16/<str:target>/", sdg.target_page, name="sdg_target"),
        path("safety/", safety.page, name="safety"),
        path("innovation/", innovation.page, name="innovation"),
        path("synergy/", synergy.page, name="synergy"),
        path("synergy.csv", synergy.as_csv, name="synergy_csv"),
        path("warning/", warning.page, name="warning"),
        path("warning.csv", warning.as_csv, name="warning_csv"),
        path("warning.parquet", warning.as_parquet, name="warning_parquet"),
        path("warning/money/", risk_money.page, name="risk_money"),
        path("warning/money.csv", risk_money.as_csv, name="risk_money_csv"),
        path("warning/crisis/", alarms.crisis, name="crisis"),
        path("warning/crisis.csv", alarms.crisis_csv, name="crisis_csv"),
        path("warning/triggers/", alarms.triggers, name="triggers"),
        path("warning/triggers.csv", alarms.triggers_csv, name="triggers_csv"),
        path("warning/skill/", scoreboard.page, name="skill"),
        path("warning/model/", model_card.card, name="model_card"),
        path("warning/issued/", issued.page, name="forecast_ledger"),
        path("warning/issued.csv", issued.as_csv, name="forecast_ledger_csv"),
        path("warning/scores.csv", issued.scores_csv, name="forecast_scores_csv"),
        path("warning/<str:iso3>/", outlook.page, name="outlook"),
        path("warning/<str:iso3>.csv", outlook.as_csv, name="outlook_csv"),
        path("need/", need.page, name="need"),
        path("need.csv", need_csv.as_csv, name="need_csv"),
        path("outcomes/<str:clause_id>/", outcome.page, name="outcome"),
        path("outcomes/<str:clause_id>.csv", outcome.as_csv, name="outcome_csv"),
        path("brief/<str:subject>.pdf", costly(COSTLY, brief.as_pdf), name="brief"),
        path("answer/", answer.page, name="answer"),
        path("answer.xlsx", costly(COSTLY, answer.as_xlsx), name="answer_xlsx"),
        path("budget/", budget.page, name="budget"),
        path("budget/recipients/", recipients.page, name="recipients"),
        path("budget/recipients.csv", recipients.as_csv, name="recipients_csv"),
        path("budget.csv", budget.as_csv, name="budget_csv"),
        path("unplaced/", unplaced.page, name="unplaced"),
        path("wording/", wording.page, name="wording"),
        path("placement/", placement.page, name="placement"),
        path("data/", data.page, name="data"),
        path("data/issues/", data.issues, name="issues"),
        path("data/issues.csv", data.issues_csv, name="issues_csv"),
        path("data/tables/<str:name>.csv", data.table_csv, name="table_download"),
        path("validate/", validate.page, name="validate"),
        path("search/", search.page, name="search"),
        path("behind/", figure_lines.page, name="behind"),
        path("behind.csv", figure_lines.as_csv, name="behind_csv"),
        path("rows/", rows.page, name="rows"),
        path("rows.csv", rows.as_csv, name="rows_csv"),
        path("table.csv", rows.table_csv, name="table_csv"),
        path("account/", include("vrede.web.accounts.urls")),
        path("register/", include("vrede.web.register.urls")),
    ),
]
handler404 = problem.not_found
handler500 = problem.our_fault
