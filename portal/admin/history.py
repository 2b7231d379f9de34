"""What happened, and what is done in the background; only to be looked at."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from catalogue.models import Event
from portal.admin.site import ReadOnlyAdmin, administration


@admin.register(Event, site=administration)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "action", "source_ref", "organisation", "account", "remark", "by"]
    list_filter = ["action"]
    search_fields = ["source_ref"]
    list_select_related = ["organisation", "account", "by"]


class TaskStatusFilter(admin.SimpleListFilter):
    title = "stand"
    parameter_name = "stand"
    WORDS = {"READY": "wacht", "RUNNING": "bezig", "FAILED": "mislukt", "SUCCESSFUL": "gelukt"}

    def lookups(self, request, model_admin):
        return self.WORDS.items()

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() in self.WORDS else queryset


@admin.register(DBTaskResult, site=administration)
class TaskAdmin(ReadOnlyAdmin):
    """The library names its fields and states in English; here they get the words of this administration."""

    list_display = ["task", "stand", "waits_since", "done_at"]
    list_filter = [TaskStatusFilter]
    fields = readonly_fields = ["task", "stand", "waits_since", "done_at", "fault", "place_of_fault"]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Taken"} | (extra_context or {}))

    @admin.display(description="taak", ordering="task_path")
    def task(self, result):
        return result.task_path

    @admin.display(description="stand", ordering="status")
    def stand(self, result):
        return TaskStatusFilter.WORDS[result.status]

    @admin.display(description="in de rij gezet", ordering="enqueued_at")
    def waits_since(self, result):
        return result.enqueued_at

    @admin.display(description="klaar", ordering="finished_at")
    def done_at(self, result):
        return result.finished_at

    @admin.display(description="fout")
    def fault(self, result):
        return result.exception_class_path

    @admin.display(description="waar het misging")
    def place_of_fault(self, result):
        return result.traceback
