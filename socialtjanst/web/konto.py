"""Log in and out."""

from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.forms import EmailField, EmailInput
from django.urls import path


class Inloggning(AuthenticationForm):
    username = EmailField(
        label="E-postadress", widget=EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    error_messages = {
        "invalid_login": "E-postadressen eller lösenordet stämmer inte. Försök igen, eller be förvaltaren om hjälp.",
        "inactive": "Kontot är avstängt. Kontakta förvaltaren.",
    }


urlpatterns = [
    path(
        "logga-in/",
        views.LoginView.as_view(
            template_name="konto/logga_in.html",
            authentication_form=Inloggning,
            redirect_authenticated_user=True,
        ),
        name="logga-in",
    ),
    path("logga-ut/", views.LogoutView.as_view(), name="logga-ut"),
]
