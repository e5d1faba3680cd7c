from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from konton.models import Uppdrag, User


class UppdragInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Uppdrag
    extra = 0


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
