"""Addresses of the register. Each is guarded by `register.access`, and has a row in the tables of tests/web/register."""

from __future__ import annotations

from django.urls import path, register_converter

from vrede.web.register.pages import act, audit, budget, dossier, dossiers, figures, funds, people, work


class Form:
    """The two forms of a file."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(Form, "form")
urlpatterns = [
    path("", budget.page, name="register"),
    path("budget.<form:form>", budget.as_file, name="register_budget_file"),
    path("work/", work.page, name="register_work"),
    path("answer/", work.answer, name="register_answer"),
    path("dossiers/", dossiers.page, name="register_dossiers"),
    path("dossiers.<form:form>", dossiers.as_file, name="register_dossiers_file"),
    path("dossier/", dossier.page, name="register_dossier"),
    path("dossier.<form:form>", dossier.as_file, name="register_dossier_file"),
    path("act/<str:kind>/", act.page, name="register_act"),
    path("reported/", act.reported, name="register_reported"),
    path("funds/", funds.page, name="register_funds"),
    path("figures/", figures.page, name="register_figures"),
    path("figures.<form:form>", figures.as_file, name="register_figures_file"),
    path("people/", people.page, name="register_people"),
    path("audit/", audit.page, name="register_audit"),
    path("audit.<form:form>", audit.as_file, name="register_audit_file"),
]
