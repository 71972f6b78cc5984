"""Who gets what of Wagtail's own views of pages, snippets and records, when they are asked for a course, for a draft,
or for what training keeps.

People of dealers, and nobody, are sent to sign in. Else three letters, which `training_asking.outcome` explains: what
an author of another department gets who asks for a published course, which all staff may read; for a draft, which they
may not; and what an author of the department gets who asks for the draft.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from wagtail.models import Task

BELOW = (
    "cms/pages/",
    "cms/choose-page/",
    "cms/api/main/^pages/",
    "cms/bulk/",
    "cms/reports/",
    "cms/editing-sessions/",
    "cms/snippets/",
)
PROVED_ELSEWHERE = (
    "wagtailsnippets_marketing_cobranding_printtemplate:",
    "wagtailsnippetchoosers_marketing_cobranding_printtemplate:",
)
"""Views of what is no training's: `test_cobranding_leaks`."""
ROWS = """
wagtail_bulk_action                             S4D
wagtailadmin_api:pages:action                   444
wagtailadmin_api:pages:detail                   44D
wagtailadmin_api:pages:find                     444
wagtailadmin_api:pages:listing                  eeD
wagtailadmin_choose_page                        SSD
wagtailadmin_choose_page_child                  S4D
wagtailadmin_choose_page_chosen_multiple        S4D
wagtailadmin_choose_page_search                 eee
wagtailadmin_editing_sessions:ping              44e
wagtailadmin_editing_sessions:release           eee
wagtailadmin_explore                            ggD
wagtailadmin_explore_results                    ggD
wagtailadmin_explore_root                       ggg
wagtailadmin_pages:add                          ggg
wagtailadmin_pages:add_subpage                  ggg
wagtailadmin_pages:choose_parent                ggg
wagtailadmin_pages:collect_workflow_action_data 444
wagtailadmin_pages:confirm_workflow_cancellation eee
wagtailadmin_pages:convert_alias                444
wagtailadmin_pages:copy                         ggg
wagtailadmin_pages:delete                       ggD
wagtailadmin_pages:edit                         ggD
wagtailadmin_pages:history                      ggD
wagtailadmin_pages:history_results              gge
wagtailadmin_pages:lock                         ggg
wagtailadmin_pages:move                         ggD
wagtailadmin_pages:move_confirm                 ggD
wagtailadmin_pages:preview_on_add               ggg
wagtailadmin_pages:preview_on_edit              gge
wagtailadmin_pages:revisions_compare            ggD
wagtailadmin_pages:revisions_index              ggg
wagtailadmin_pages:revisions_revert             ggD
wagtailadmin_pages:revisions_unschedule         ggD
wagtailadmin_pages:revisions_view               ggg
wagtailadmin_pages:search                       eeD
wagtailadmin_pages:search_results               eeD
wagtailadmin_pages:set_page_position            gge
wagtailadmin_pages:set_privacy                  gge
wagtailadmin_pages:type_use                     eeD
wagtailadmin_pages:type_use_results             eeD
wagtailadmin_pages:unlock                       ggg
wagtailadmin_pages:unpublish                    ggg
wagtailadmin_pages:usage                        ggD
wagtailadmin_pages:view_draft                   ggg
wagtailadmin_pages:workflow_action              444
wagtailadmin_pages:workflow_history             ggD
wagtailadmin_pages:workflow_history_detail      gg4
wagtailadmin_pages:workflow_preview             g4g
wagtailadmin_reports:aging_pages                eeS
wagtailadmin_reports:aging_pages_results        eeS
wagtailadmin_reports:locked_pages               ggg
wagtailadmin_reports:locked_pages_results       ggg
wagtailadmin_reports:page_types_usage           ggg
wagtailadmin_reports:page_types_usage_results   ggg
wagtailadmin_reports:site_history               eeD
wagtailadmin_reports:site_history_results       eeD
wagtailadmin_reports:workflow                   eee
wagtailadmin_reports:workflow_results           eee
wagtailadmin_reports:workflow_tasks             eee
wagtailadmin_reports:workflow_tasks_results     eee
wagtailsnippets:index                           ggg
"""
TABLE = dict(row.split() for row in ROWS.split("\n") if row)
COURSE = {"app_label": "training_courses", "model_name": "course"}
PAGE = {"app_label": "wagtailcore", "model_name": "page"}


def arguments(name: str, takes: frozenset[str], page: Any) -> dict[str, Any]:
    """The parameters of one address that is asked for this page."""
    kind = PAGE if name == "wagtail_bulk_action" else COURSE
    given = {
        **dict.fromkeys(("page_id", "pk", "parent_page_id", "page_to_move_id", "object_id"), page.pk),
        **kind,
        "destination_id": page.get_parent().pk,
        "revision_id": page.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "content_type_app_name": "training_courses",
        "content_type_model_name": "course",
        "action": "delete",
        "action_name": "copy",
        **dict.fromkeys(("task_state_id", "workflow_state_id", "session_id"), 1),
        # One that there is: each department has tasks of its own.
        "task_id": Task.objects.order_by("pk").values_list("pk", flat=True).first(),
    }
    return {one: given[one] for one in takes}


def query(name: str, page: Any) -> dict[str, Any]:
    """What is asked for besides, where the address names no page."""
    by_id = ("wagtail_bulk_action", "wagtailadmin_choose_page_chosen_multiple")
    if name in by_id:
        return {"id": page.pk}
    return {"page_type": "training_courses.course"} if name == "wagtailadmin_choose_page" else {}


def others(world: SimpleNamespace) -> dict[str, str]:
    """Addresses that say for themselves what they ask for -> what an author elsewhere and one of the department get."""
    section, question = world.draft.get_parent().pk, world.questions["choice"].pk
    curricula = "wagtailsnippetchoosers_training_certification_curriculum"
    return {
        "/cms/": "ee",
        f"/cms/choose-page/{section}/": "SD",
        f"/cms/pages/{section}/": "gD",
        f"/cms/bulk/wagtailcore/page/delete/?id=all&childOf={section}": "SD",
        f"/cms/bulk/wagtailcore/page/publish/?id=all&childOf={section}": "SD",
        f"/cms/bulk/wagtailcore/page/move/?id={world.draft.pk}": "4D",
        f"/cms/bulk/training_bank/question/to_draft/?id={question}": "eS",
        "/cms/bulk/training_bank/question/to_draft/?id=all": "eS",
        reverse(f"{curricula}:chosen", args=[world.draft_curriculum.pk]): "4D",
        f"{reverse(f'{curricula}:chosen_multiple')}?id={world.draft_curriculum.pk}": "eD",
        "/cms/reports/site-history/?export=csv": "eD",
        f"/cms/editing-sessions/ping/training_bank/question/{question}/1/": "4e",
        f"/cms/editing-sessions/ping/training_certification/curriculum/{world.curriculum.pk}/1/": "4e",
    }
