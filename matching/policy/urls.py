from django.urls import path

from matching.policy import views

urlpatterns = [
    path("", views.overview, name="policy"),
    path("overzicht.pdf", views.overview_pdf, name="policy-pdf"),
    path("overzicht.xlsx", views.overview_xlsx, name="policy-xlsx"),
    path("vergelijken/", views.comparison, name="policy-comparison"),
    path("raadsmemo/", views.memo, name="policy-memo"),
    path("controle/", views.check, name="policy-check"),
]
