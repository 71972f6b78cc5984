"""Addresses of courses in the CMS, below /cms/training/courses/."""

from django.urls import path

from training.courses.desk import exchange, keeping, versions

app_name = "course_desk"
urlpatterns = [
    path("import/", exchange.import_course, name="import"),
    path("import/<uuid:key>/", exchange.import_decide, name="import_decide"),
    path("<int:course_id>/export/", exchange.export_course, name="export"),
    path("<int:course_id>/versions/", versions.versions, name="versions"),
    path("<int:course_id>/versions/<int:number>/", versions.people, name="people"),
    path("<int:course_id>/versions/<int:number>/move/", versions.move, name="move"),
    path("<int:course_id>/archive/", keeping.archive_course, name="archive"),
    path("<int:course_id>/duplicate/", keeping.duplicate_course, name="duplicate"),
]
