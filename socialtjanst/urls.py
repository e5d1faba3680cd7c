from django.contrib import admin
from django.urls import include, path, re_path

from socialtjanst.api.urls import okand

urlpatterns = [
    path("", include("socialtjanst.web.urls")),
    path("api/v1/", include("socialtjanst.api.urls")),
    re_path(r"^api/", okand),
    path("admin/", admin.site.urls),
]
