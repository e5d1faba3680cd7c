"""The Celery application; tasks live in each app's `tasks.py`."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialtjanst.settings")

app = Celery("vandpunkt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "hamta-kolada": {
        "task": "kommuner.tasks.hamta_kolada_veckovis",
        "schedule": crontab(hour=4, minute=10, day_of_week="mon"),
    },
    "skicka-sammandrag": {
        "task": "rapporter.tasks.skicka_sammandrag",
        "schedule": crontab(hour=7, minute=0, day_of_week="mon"),
    },
    "paminn-om-statliga-medel": {
        "task": "atgarder.tasks.paminn_om_statliga_medel",
        "schedule": crontab(hour=7, minute=20, day_of_week="mon"),
    },
    "skicka-veckobrev": {
        "task": "rapporter.tasks.skicka_veckobrev",
        "schedule": crontab(hour=6, minute=30, day_of_week="mon"),
    },
    "vack-tysta-jobb": {"task": "kommuner.tasks.vack_tysta_jobb", "schedule": 10.0},
}
