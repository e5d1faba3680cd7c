from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, re_path

from socialtjanst.api.urls import okand

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # one way in: throttled, with second factor
urlpatterns = [
    path("", include("socialtjanst.web.urls")),
    path("api/v1/", include("socialtjanst.api.urls")),
    re_path(r"^api/", okand),
    path("admin/", admin.site.urls),
]
