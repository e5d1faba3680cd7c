from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("socialtjanst.web.urls")),
    path("api/v1/", include("socialtjanst.api.urls")),
    path("admin/", admin.site.urls),
]
