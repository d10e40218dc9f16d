from django.apps import AppConfig


class TailoringConfig(AppConfig):
    name = "tailoring"
    verbose_name = "Résumés"
