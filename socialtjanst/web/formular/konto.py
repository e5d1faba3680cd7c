"""The forms of log-in and account: allauth's, with our words."""

from typing import Any, ClassVar

from allauth.account import forms as konto
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.forms import SetPasswordForm

EPOST = "E-postadress"
KRAV = "Minst 12 tecken. Inte ett vanligt lösenord, inte ditt namn och inte bara siffror. Flera ord i rad är bra."
OLIKA = "De två lösenorden är inte lika. Skriv samma i båda rutorna."
KOD = "De sex siffrorna i din app. Har du inte appen till hands: en av dina reservkoder."


class Ord:
    """Our labels and help texts; no placeholder, which would vanish while one writes."""

    ord: ClassVar[dict[str, tuple[str, str]]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for namn, (etikett, hjalp) in self.ord.items():
            if falt := self.fields.get(namn):
                falt.label, falt.help_text = etikett, hjalp
                falt.widget.attrs.pop("placeholder", None)
                falt.error_messages["required"] = f"Fyll i rutan ”{etikett}”."


class Lika:
    """Two passwords that must be alike."""

    def clean(self) -> Any:
        data = forms.Form.clean(self)  # type: ignore[arg-type]
        if data and data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", OLIKA)  # type: ignore[attr-defined]
        return data


class Inloggning(Ord, konto.LoginForm):  # type: ignore[misc]
    ord = {
        "login": (EPOST, ""),
        "password": ("Lösenord", ""),
        "remember": ("Håll mig inloggad i två veckor på den här enheten", ""),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}


class GlomtLosenord(Ord, konto.ResetPasswordForm):  # type: ignore[misc]
    ord = {"email": (EPOST, "Den som du loggar in med.")}


class NyttLosenord(Ord, Lika, konto.ResetPasswordKeyForm):  # type: ignore[misc]
    ord = {"password1": ("Nytt lösenord", KRAV), "password2": ("Nytt lösenord igen", "")}


class BytLosenord(Ord, Lika, konto.ChangePasswordForm):  # type: ignore[misc]
    ord = {
        "oldpassword": ("Nuvarande lösenord", ""),
        "password1": ("Nytt lösenord", KRAV),
        "password2": ("Nytt lösenord igen", ""),
    }


class Bekraftelse(Ord, konto.ReauthenticateForm):  # type: ignore[misc]
    ord = {"password": ("Lösenord", "")}


class Kod(Ord, mfa.AuthenticateForm):  # type: ignore[misc]
    ord = {"code": ("Kod", KOD)}


class KodIgen(Ord, mfa.ReauthenticateForm):  # type: ignore[misc]
    ord = {"code": ("Kod", KOD)}


class ForstaKod(Ord, ActivateTOTPForm):  # type: ignore[misc]
    ord = {"code": ("Kod", "De sex siffrorna som appen visar nu.")}


class ValjLosenord(SetPasswordForm):  # type: ignore[type-arg]
    """For somebody who is invited: `cleaned_data["new_password1"]`; nothing is saved here."""

    error_messages = {"password_mismatch": OLIKA}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label, self.fields["new_password1"].help_text = "Lösenord", KRAV
        self.fields["new_password2"].label, self.fields["new_password2"].help_text = "Lösenord igen", ""


class NyNyckel(forms.Form):
    namn = forms.CharField(
        label="Namn på nyckeln",
        max_length=80,
        help_text="Vad den ska användas till, till exempel ”Personalsystemet”. Namnet syns bara här.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Ge nyckeln ett namn, så att du vet vilken du ska återkalla."},
    )
