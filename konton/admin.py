from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

from konton.models import Uppdrag, User


class UppdragInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Uppdrag
    fk_name = "user"
    fields = ["roll", "kommun"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Uppdrag]:
        """Ended ones are history: they are read on the person's page."""
        return super().get_queryset(request).filter(till=None)


@admin.register(User)
class Anvandare(UserAdmin):  # type: ignore[type-arg]
    ordering = ["email"]
    list_display = ["email", "first_name", "last_name", "is_active"]
    search_fields = ["email", "first_name", "last_name"]
    inlines = [UppdragInline]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("Person", {"fields": ["first_name", "last_name"]}),
        ("Behörighet", {"fields": ["is_active", "is_staff", "is_superuser"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "password1", "password2"]})]
