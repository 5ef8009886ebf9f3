"""The addresses of commitments."""

from __future__ import annotations

from django.urls import path

from parley.desk.commitments import acts, exporting, forces, pages, proposing

urlpatterns = [
    path("commitments", pages.commitments, name="commitments"),
    path("commitments/steps", pages.obligations, name="obligations"),
    path("commitments/new", proposing.new_commitment, name="new-commitment"),
    path("commitments/forces", forces.table, name="forces-table"),
    path("commitments/forces/table.<str:form>", exporting.forces, name="forces-export"),
    path("commitments/forces/declare", forces.declare, name="declare-forces"),
    path("commitments/forces/variance", forces.new_variance, name="new-variance"),
    path("commitments/export.<str:form>", exporting.export, name="commitments-export"),
    path("commitments/<str:member>/<int:number>", pages.commitment, name="commitment"),
    path("commitments/<str:member>/<int:number>/amend", proposing.amend, name="amend-commitment"),
    path("commitments/<str:member>/<int:number>/<str:act>", acts.act, name="commitment-act"),
    path("forces/<str:member>/<int:number>", forces.declaration, name="forces"),
]
